// Everything with the keyboard: single keys, a palette that finds all there is to do, and help.
import { ask, h, tell } from './dom.js';
import { LOOKS, VIEWS, WIDTHS, besides, changed, clients, readers } from './issue.js';
import { PAGES } from './pages.js';

const turn = (options, value) => options[(options.findIndex(([one]) => one === value) + 1) % options.length][0];

const FIND = 'Find a page, an issue or a command';
const KEYS = [
	['1 to 5', 'Width 320, 375, 600, 700, free'],
	['V', 'Next view: email, text, HTML, web page, raw, calendar, changes'],
	['D', 'Next colours: light, dark, forced dark'],
	['I', 'Images on or off'],
	['R', 'Reader with or without a first name'],
	['C', 'Next mail program, simulated'],
	['B', 'Beside it: dark, or nothing'],
	['J K', 'Next, previous finding'],
	['F', 'Mend what is mechanical'],
	['T', 'Send a test'],
	['[ ]', 'Previous, next issue'],
	['/ or Ctrl K', FIND],
	['?', 'This list'],
];

export function startKeys(app) {
	const palette = new Palette(app);
	document.addEventListener('keydown', (event) => {
		if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') { event.preventDefault(); palette.open(); return; }
		if (event.ctrlKey || event.metaKey || event.altKey || localStorage.singleKeys === 'off') return;
		if (event.target.closest('input:not([type=radio]):not([type=checkbox]), select, textarea, dialog')) return;
		const act = keyed(app, palette, event.key);
		if (act) { event.preventDefault(); act(); }
	});
}

function keyed(app, palette, key) {
	if (key === '/') return () => palette.open();
	if (key === '?') return () => help();
	const { state } = app;
	if (key === '[' || key === ']') return () => step(app, key === ']' ? 1 : -1);
	if (state.page !== 'issue') return null;
	return {
		v: () => app.set({ view: turn(VIEWS, state.view) }),
		d: () => app.set({ look: turn(LOOKS, state.look) }),
		i: () => app.set({ images: state.images === 'off' ? 'on' : 'off' }),
		r: () => app.set({ as: turn(readers(app), state.as) }),
		c: () => app.set({ client: turn(clients(app.project), state.client) }),
		b: () => app.set({ beside: state.beside ? '' : 'look=dark' }),
		j: () => app.page.findings.step(1),
		k: () => app.page.findings.step(-1),
		f: () => mend(app),
		t: () => app.go('plan', state.id, { go: 'test' }),
		...Object.fromEntries(WIDTHS.map(([width], index) => [String(index + 1), () => app.set({ width })])),
	}[key.toLowerCase()];
}

function step(app, by) {
	const { issues } = app.project;
	const at = issues.findIndex((one) => one.id === app.state.id);
	const next = issues[(at + by + issues.length) % issues.length];
	if (next) app.go('issue', next.id);
}

function dialog(title, ...inside) {
	const box = h('dialog.help', { 'aria-labelledby': 'help-title', onclose: () => box.remove() }, h('h2', { id: 'help-title' }, title), inside,
		h('form', { method: 'dialog' }, h('button', { type: 'submit' }, 'Close')));
	document.body.append(box);
	box.showModal();
}

function help() {
	dialog('Keys',
		h('dl', KEYS.map(([keys, does]) => [h('dt', keys.split(' ').map((key) => (['to', 'or'].includes(key) ? ` ${key} ` : h('kbd', key)))), h('dd', does)])),
		h('label.tick', h('input', { type: 'checkbox', checked: localStorage.singleKeys !== 'off', onchange: (event) => { localStorage.singleKeys = event.target.checked ? 'on' : 'off'; } }), 'Single keys act (Ctrl K always does)'));
}

// What pynews fix would change: seen first, written when told.
async function mend(app) {
	const { digest, rows, words } = await ask('mends');
	const line = h('p', { role: 'status' }, words);
	const act = async (event) => {
		const { done, why } = await tell('mend', { digest }, { issue: app.state.id });
		line.textContent = done || why;
		event.target.remove();
	};
	dialog('Mend what is mechanical', line, rows.length ? [changed(rows), h('button', { onclick: act }, 'Mend')] : null);
}

class Palette {
	constructor(app) { this.app = app; }

	commands() {
		const { app } = this;
		const look = (group, options, name) => options.map(([value, words]) => [`${group}: ${words}`, () => (app.state.page === 'issue' ? app.set({ [name]: value }) : app.go('issue', app.state.id, { [name]: value }))]);
		return [
			...app.project.issues.map((one) => [`Issue ${one.id}: ${one.subject}`, () => app.go('issue', one.id)]),
			...Object.entries(PAGES).filter(([, make]) => make.title).map(([name, make]) => [`Page: ${make.title}`, () => app.go(name, make.issue ? app.state.id : '')]),
			...look('View', VIEWS, 'view'), ...look('Width', WIDTHS, 'width'), ...look('Colours', LOOKS, 'look'), ...look('Reader', readers(app), 'as'),
			...look('Program', clients(app.project), 'client'), ...look('Beside it', besides(app), 'beside'),
			...['test', 'schedule'].map((go) => [`Send: ${go}`, () => app.go('plan', app.state.id, { go })]),
			['Images on', () => app.set({ images: 'on' })], ['Images off', () => app.set({ images: 'off' })],
			['Mend what is mechanical', () => mend(app)],
			['Keys', help],
		];
	}

	open() {
		if (document.querySelector('dialog[open]')) return;
		let found = [];
		let at = 0;
		const list = h('ul', { id: 'found', role: 'listbox', 'aria-label': 'Found' });
		const field = h('input', { type: 'text', role: 'combobox', 'aria-label': FIND, 'aria-expanded': 'true', 'aria-controls': 'found', autocomplete: 'off', placeholder: FIND });
		const box = h('dialog.palette', { 'aria-label': 'Find', onclose: () => box.remove(), onclick: (event) => { if (event.target === box) box.close(); } }, field, list);
		const run = (index) => { const act = found[index]?.[1]; box.close(); act?.(); };
		const draw = () => {
			const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
			found = this.commands().filter(([title]) => words.every((word) => title.toLowerCase().includes(word)));
			at = Math.min(at, Math.max(0, found.length - 1));
			list.replaceChildren(...found.map(([title], index) => h('li', { role: 'option', id: `found-${index}`, 'aria-selected': String(index === at), onclick: () => run(index) }, title)));
			field.setAttribute('aria-activedescendant', found.length ? `found-${at}` : '');
			list.children[at]?.scrollIntoView({ block: 'nearest' });
		};
		field.addEventListener('input', () => { at = 0; draw(); });
		field.addEventListener('keydown', (event) => {
			if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); at = (at + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % (found.length || 1); draw(); }
			if (event.key === 'Enter') { event.preventDefault(); run(at); }
		});
		document.body.append(box);
		draw();
		box.showModal();
		field.focus();
	}
}
