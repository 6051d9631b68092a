// The pages beside the issue, each with its title in the menu.
export const PAGES = {};
