// Pages made of cards that all look alike, and what can be done on the plan's page.
import { ask, copy, h, place, say, tell } from './dom.js';

const pair = (name, value) => (value ? [h('dt', name), h('dd', value)] : null);
export const button = (words, onclick, more) => h('button.quiet-button', { onclick, ...more }, words);
export const command = (text) => h('p.command', h('code', text), button('Copy', (event) => copy(text, event.currentTarget)));
const rows = (items) => h('ul.plain-list', items.map(([bold, words]) => h('li', h('b', bold), words)));
const cells = (tag, row) => h('tr', row.map((words, at) => (tag === 'td' && !at ? h('th', { scope: 'row' }, words) : h(tag, { scope: tag === 'th' && 'col' }, words))));
export const table = ([head, ...body]) => h('table', h('thead', cells('th', head)), h('tbody', body.map((row) => cells('td', row))));

const pairs = (told) => h('dl.pairs', told.map(([name, value, more]) => pair(name, more ? [value, h('span.quiet', ` ${more}`)] : value)));

export function card(one, project, level = 2) {
	return h(`section.card${one.tone ? `.${one.tone}` : ''}`,
		one.day && h('div.day', { 'aria-hidden': 'true' }, h('b', one.day[0]), h('strong', one.day[1]), one.day[2]),
		one.title && h(`h${level}`, one.title),
		one.big && h('p.big', h('b', one.big[0]), ` ${one.big[1]}`),
		one.tags && h('p', one.tags.map(([tone, words]) => h(`span.tag.${tone}`, words))),
		one.words?.map((words) => h('p.words', words)),
		one.pairs && pairs(one.pairs),
		one.list?.length ? rows(one.list) : null,
		one.fold && h('details', h('summary', one.fold[0]), rows(one.fold[1])),
		one.tiles && h('ul.tiles', one.tiles.map(([tone, count, says]) => h(`li.${tone}`, h('b', count), h('span', says)))),
		one.table && h('div.wide-table', { tabindex: '0', role: 'region', 'aria-label': one.title }, table(one.table)),
		one.commands?.map(command),
		one.cards?.map((inner) => card(inner, project, level + 1)),
		one.quiet && h('p.quiet', one.quiet),
		one.file && h('details', h('summary', one.file[0]), pairs(one.file[1]), h('pre.plain.boxed', { tabindex: '0' }, one.file[2])),
		place(project, one.path, one.line));
}

// The plan's two buttons: a test to the project's own addresses, and a time to send it.
export async function actions(app, issue) {
	const told = await ask('sending', { issue });
	const answer = () => h('p', { role: 'status' });
	const act = async (event, line, path, tree) => {
		const button = event.currentTarget;
		button.disabled = true;
		const reply = await tell(path, tree, { issue }).catch((error) => ({ why: error.message }));
		line.className = reply.why ? 'hint' : 'done';
		line.textContent = reply.why || reply.done;
		button.disabled = false;
		return !reply.why;
	};
	const tested = answer();
	const test = h('section.card', { id: 'test' }, h('h2', 'Send a test'), h('p', told.test.words),
		told.test.ticket && h('button.button', { onclick: async (event) => { if (await act(event, tested, 'test', { ticket: told.test.ticket })) Object.assign(told, await ask('sending', { issue })); } }, 'Send test'), tested);
	const at = h('input', { type: 'datetime-local', id: 'at', value: told.at });
	const shown = h('div');
	const look = async () => {
		const plan = await ask('sending', { issue, at: at.value });
		if (!plan.plan) { shown.replaceChildren(h('p.hint', { role: 'alert' }, plan.why)); return; }
		const typed = h('input', { type: 'text', id: 'typed', autocomplete: 'off', inputMode: 'numeric', 'aria-describedby': 'planned' });
		const done = answer();
		shown.replaceChildren(h('div', { id: 'planned' }, card(plan.plan, app.project)),
			plan.plan.ready && h('p.field', h('label', { for: 'typed' }, `Type ${plan.plan.count} to confirm`), typed,
				h('button.button', { onclick: (event) => act(event, done, 'schedule', { at: at.value, confirm: plan.plan.confirm, typed: typed.value }) }, 'Freeze and schedule')) || '', done);
		say('The plan for this time');
	};
	return [test, h('section.card', { id: 'schedule' }, h('h2', 'Schedule'), h('p', `Freezes what is planned now, to go out by itself. Times are those of ${told.zone}.`), h('p.field', h('label', { for: 'at' }, 'When'), at, button('Show the plan', look)), shown)];
}
