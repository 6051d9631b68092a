// Elements from values: text never becomes markup.
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class') element.className = value;
    else if (name in element && typeof value !== 'string') element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// A group of choices of which one holds: radio buttons, so that arrows move between them.
export function choices(legend, name, options, chosen, onchange) {
  return h('fieldset', { class: 'choices' },
    h('legend', { class: 'visually-hidden' }, legend),
    options.map(([value, words, title]) => h('label', { title },
      h('input', { type: 'radio', name, value, checked: value === chosen, onchange: () => onchange(value) }),
      h('span', {}, words))));
}

export function select(label, options, chosen, onchange) {
  return h('label', { class: 'select' }, h('span', {}, label),
    h('select', { onchange: (event) => onchange(event.target.value) },
      options.map(([value, words]) => h('option', { value, selected: value === chosen }, words))));
}

export const kilobytes = (bytes) => (bytes < 1000 ? `${bytes} bytes` : `${Math.round(bytes / 1000)} KB`);

export async function ask(path, values = {}) {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
  const reply = await fetch(`${path}?${query}`, { headers: { Accept: 'application/json' } });
  if (!reply.ok) throw new Error(`${path}: ${reply.status}`);
  return (reply.headers.get('Content-Type') || '').startsWith('application/json') ? reply.json() : reply.text();
}

export async function tell(path, tree, values = {}) {
  const reply = await fetch(`${path}?${new URLSearchParams(values)}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(tree) });
  if (!reply.ok) throw new Error(`${path}: ${reply.status}`);
  return reply.json();
}

export function say(words) {
  const line = document.getElementById('said');
  if (line.textContent !== words) line.textContent = words;
}

export async function copy(text, button) {
  await navigator.clipboard.writeText(text);
  const before = button.textContent;
  button.textContent = 'Copied';
  say('Copied');
  setTimeout(() => { button.textContent = before; }, 1500);
}

// A place in a source: a link into the editor where one was found, else words to copy.
export function place(project, path, line) {
  if (!path) return null;
  const words = line ? `${path}:${line}` : path;
  if (project.editor && project.root) {
    const href = `vscode://file/${encodeURI(`${project.root}/${path}`)}:${line || 1}`;
    return h('a', { class: 'place', href, title: 'Open in your editor' }, words);
  }
  return h('code', { class: 'place' }, words);
}
