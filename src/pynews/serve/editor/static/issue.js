// The issue: the inbox row, the message at every width, and what stands behind it.
import { ask, choices, h, kilobytes, place, say, select, tell } from './dom.js';
import { Findings } from './findings.js';
import { messageViewer } from './message.js';
import { Pane } from './pane.js';
import { button, card } from './sheet.js';

export const VIEWS = [['email', 'Email'], ['text', 'Text'], ['html', 'HTML'], ['web', 'Web'], ['raw', 'Raw'], ['calendar', 'Calendar'], ['changes', 'Changes']];
export const WIDTHS = [['320', '320', 'A small phone'], ['375', '375', 'A phone'], ['600', '600', 'A mail program'], ['700', '700', 'A wide mail program'], ['free', 'Free', 'As wide as you like']];
export const LOOKS = [['light', 'Light'], ['dark', 'Dark, ours'], ['forced-full', 'Dark, forced fully'], ['forced-partial', 'Dark, forced partly']];
const READERS = [['', 'No first name'], ['named', 'With a first name']];
// Who reads it: with a name or without one, or somebody who gets another of the issue's letters.
export const readers = (app) => [...READERS, ...(app.proof?.about?.variants || []).map(([name, words]) => [`=${name}`, words])];
export const FILES = { email: 'email.html', text: 'email.txt', html: 'email.html', web: 'web.html' };
const AGAINST = [['', 'The last build'], ['sent', 'What was last sent']];

export const clients = (project) => [['', 'As built'], ...(project.clients || []).map((name) => [name, name])];
// What can stand beside the message: the same seen in one other way.
export const besides = (app) => [['', 'Nothing'], ...LOOKS.map(([look, words]) => [`look=${look}`, words]), ['width=375', 'A phone'], ['images=off', 'Without images'], ...readers(app).slice(1).map(([who, words]) => [`as=${encodeURIComponent(who)}`, words]), ['of=built', 'The last build'], ['of=sent', 'What was last sent'], ...clients(app.project).slice(1).map(([name]) => [`client=${name}`, name])];
export const shade = (state) => (state.look === 'dark' ? 'dark' : 'light');
const isFramed = (state) => state.view === 'email' || state.view === 'web';

export function issuePage(app) {
	const main = new Pane((element, href) => picked(element, href));
	const other = new Pane(() => {});
	const findings = new Findings(app, main);
	const rawPlace = h('div', { hidden: true });
	let raw = null;
	const found = h('section.found', { role: 'status', hidden: true });
	const [title, sub, live] = [h('h1'), h('p'), h('p.line')];
	const top = h('header.top', h('div', title, sub), h('div.does', live, [['Send test', 'test'], ['Schedule', 'schedule']].map(([name, go]) => button(name, () => app.go('plan', app.state.id, { go })))));
	const tools = h('div.tools', { role: 'group', 'aria-label': 'How to look at it' });
	const notice = h('div.notice');
	const inbox = h('div.inbox');
	const source = h('div.source', { tabindex: '0', role: 'region', 'aria-label': 'Source' });
	const panes = h('div.panes', main.element);
	const stage = h('section.stage', { 'aria-label': 'The message' }, inbox, panes, source, rawPlace);
	const about = h('div');
	const beside = h('aside.beside', { 'aria-label': 'About this issue' }, found, findings.element, about);
	const element = h('div.issue', top, tools, notice, h('div.table', stage, beside));
	let shown = '';
	let asked = 0;
	let offered = '';

	// What the second pane shows: the state, and what is different there.
	const second = (state) => ({ ...state, ...Object.fromEntries(new URLSearchParams(state.beside)), title: besides(app).find(([value]) => value === state.beside)?.[1] });

	async function paint(pane, state, proof, html) {
		const name = FILES[state.view];
		const where = { issue: proof.issue, as: state.as, name, look: shade(state), of: state.of };
		const told = html || await ask(state.of === 'sent' ? 'message' : 'file', where);
		return () => pane.show(told, state);
	}

	async function content(state, proof) {
		const framed = isFramed(state);
		const name = FILES[state.view];
		const key = JSON.stringify([proof.issue, state.view, name ? [proof.digests[name], proof.about.digest] : proof.digests, name && state.as, framed && [state.look, state.images, state.client, state.beside], state.view === 'changes' && state.against]);
		if (key === shown) return;
		const turn = ++asked;
		const late = () => turn !== asked;
		if (framed) {
			const { html, version } = app.pushed || {};
			const pushed = app.showing(state) === app.pushed?.of && version === `${proof.digests[name]}-${proof.about.digest}` && html;
			const draw = await paint(main, state, proof, pushed);
			if (late()) return;
			panes.hidden = false;
			await draw();
			if (state.beside) {
				if (!other.element.isConnected) { panes.append(other.element); frameWidth(state); }
				const drawn = await paint(other, second(state), proof);
				if (late()) return;
				await drawn();
			}
		} else if (state.view === 'raw') {
			raw ||= messageViewer('source');
			source.hidden = true;
			rawPlace.replaceChildren(raw.element);
			rawPlace.hidden = false;
			await raw.load({ issue: proof.issue });
		} else {
			const told = await OTHERS[state.view]({ issue: proof.issue, as: state.as, against: state.against }, app.project, proof);
			if (late()) return;
			source.replaceChildren(told);
		}
		if (late()) return;
		panes.hidden = !framed;
		source.hidden = framed || state.view === 'raw';
		rawPlace.hidden = state.view !== 'raw';
		if (rawPlace.hidden && raw) { rawPlace.replaceChildren(); raw = null; }
		source.classList.toggle('bare', state.view === 'calendar');
		if (shown && !framed) found.hidden = true;
		shown = key;
		element.dataset.shown = state.view;
		if (proof.state === 'good') timing(proof);
	}

	// A click on words in the message tells where they were written.
	async function picked(element, href) {
		const block = element.closest('p,li,h1,h2,h3,h4,a,td,th,div') || element;
		const text = words(block).slice(0, 260) || element.getAttribute('alt') || '';
		let around = block;
		while (around.parentElement && words(around).length < 160) around = around.parentElement;
		main.mail.mark(block);
		const told = await ask('source', { issue: app.proof.issue, text, near: words(around).slice(0, 260) });
		found.hidden = false;
		if (href === OPEN) { opened(told); return; }
		found.replaceChildren(h('h2', 'Where this was written'),
			...(told.path ? [place(app.project, told.path, told.line), lines(told.lines)] : [h('p', 'No file holds these words: they were made by pynews.')]),
			href && !href.startsWith('#') ? h('p.quiet', 'It leads to ', h('code', href)) : '',
			button('Close', () => { found.hidden = true; main.mail.mark(null); }));
		if (matchMedia('(max-width: 1279px)').matches) found.scrollIntoView({ block: 'nearest' });
	}

	// A double click opens the place at once.
	async function opened(told) {
		const done = told.path && await tell('open', { path: told.path, line: told.line }, { issue: app.proof.issue });
		if (!done?.opened) say('There is no editor to open it with');
	}

	function timing(proof) {
		const before = timing.of;
		timing.of = proof.savedAt;
		if (before === null || before === proof.savedAt) return;
		const took = Date.now() - proof.savedAt;
		timing.words = took < 60000 ? `updated in ${took} ms` : '';
		header(app);
		say('Updated');
	}
	timing.of = null;
	timing.words = '';

	function header({ proof, project, state }) {
		const about = proof?.about;
		const line = document.body.dataset.line;
		const words = line === 'lost' ? 'Not connected: is pynews preview still running?' : proof?.state === 'good' ? ['Live', timing.words].filter(Boolean).join(', ') : proof?.state === 'waiting' ? 'Making the first proof' : proof?.state === 'broken' ? 'Cannot be built' : 'Last good version';
		title.textContent = about?.subject || proof?.issue || state.id || 'Issue';
		sub.textContent = [proof?.issue, about && (project.issues.find((one) => one.id === proof.issue)?.words || `Planned for ${about.send}`)].filter(Boolean).join(' · ');
		live.className = `line ${line === 'lost' ? 'lost' : proof?.state || 'waiting'}`;
		live.textContent = words;
	}

	function toolbar(state) {
		const framed = isFramed(state);
		const active = document.activeElement;
		const focus = tools.contains(active) && active.name ? [active.name, active.type === 'radio' ? `[value="${active.value}"]` : ''] : null;
		const choice = (label, name, options) => select(label, name, options, state[name], (value) => app.set({ [name]: value }));
		tools.replaceChildren(
			choices('What to show', 'view', VIEWS, state.view, (view) => app.set({ view })),
			...(framed ? [
				choices('Width in pixels', 'width', WIDTHS, state.width, (width) => app.set({ width })),
				choice('Colours', 'look', LOOKS), choice('Program', 'client', clients(app.project)), choice('Beside it', 'beside', besides(app))] : []),
			['email', 'text', 'html'].includes(state.view) ? choice('Reader', 'as', readers(app)) : '',
			state.view === 'changes' ? choice('Since', 'against', AGAINST) : '',
			framed ? h('label.tick', h('input', { type: 'checkbox', name: 'images', checked: state.images !== 'off', onchange: (event) => app.set({ images: event.target.checked ? 'on' : 'off' }) }), 'Images') : '');
		if (focus) tools.querySelector(`[name="${focus[0]}"]${focus[1]}`)?.focus();
	}

	function frameWidth(state) {
		main.size(state);
		other.size(second(state));
		if (!state.beside) other.element.remove();
		element.classList.toggle('paired', isFramed(state) && Boolean(state.beside));
		stage.classList.toggle('narrow', state.width === '320' || state.width === '375');
	}

	return {
		element,
		stays: true,
		findings,
		update(state, why) {
			const { proof } = app;
			if (['outbox', 'people'].includes(why)) return;
			if (why === 'findings') { findings.draw(); return; }
			header(app);
			if (why === 'line') return;
			const now = JSON.stringify(readers(app));
			if (why === 'state' || why === 'project' || now !== offered) toolbar(state);
			offered = now;
			if (why === 'state') frameWidth(state);
			notice.replaceChildren(problems(proof, app.project));
			element.classList.toggle('old', proof?.state === 'stale');
			element.classList.toggle('nothing', !proof?.about);
			if (!proof?.about || (state.id && proof.issue !== state.id)) return;
			const rest = () => {
				inbox.replaceChildren(...inboxRows(proof.about));
				inbox.hidden = state.view !== 'email';
				about.replaceChildren(...facts(proof, app.project));
				findings.draw();
			};
			// A change is seen first; what stands around it follows once it is painted.
			if (!shown || why === 'state') rest();
			content(state, proof).then(() => setTimeout(rest), (error) => say(`The preview could not be read: ${error.message}`));
		},
	};
}

// A source that cannot be read: where, three lines of it, and what to do.
function problems(proof, project) {
	if (!proof?.problems?.length) return h('div', { hidden: true });
	const words = proof.state === 'stale' ? 'Below is the last version that worked.' : 'There is nothing to show until this is mended.';
	return h('section.problems', { role: 'alert' },
		h('h2', proof.problems.length === 1 ? 'This cannot be built as it stands' : `${proof.problems.length} things stand in the way`), h('p', words),
		proof.problems.map((one) => h('div.problem',
			h('h3', one.what), place(project, one.path, one.line),
			lines(one.lines),
			one.hint ? h('p.hint', h('b', 'To mend it: '), one.hint) : null)));
}

// How it looks in an inbox, cut as a wide screen and a phone cut it.
function inboxRows(about) {
	const name = about.from.name || about.from.email;
	const initials = name.split(/\s+/).slice(0, 2).map((word) => word[0]).join('').toUpperCase();
	return [
		h('div.row.wide', h('b.from', name), h('span.says', h('b', about.subject), h('span', ` ${about.preheader}`)), h('time', about.clock)),
		h('div.row.phone', h('span.face', { 'aria-hidden': 'true' }, initials), h('span.says', h('b.from', name), h('b', about.subject), h('span', about.preheader))),
	];
}

export const OPEN = '#open';
const words = (element) => element.textContent.replace(/\s+/g, ' ').trim();
const lines = (told) => (told.length ? h('pre.lines', { tabindex: '0' }, told.map((line) => h('span', { class: line.here ? 'here' : '' }, h('i', String(line.line)), line.text, '\n'))) : '');

const OTHERS = {
	text: async (where) => h('pre.plain', await ask('file', { ...where, name: 'email.txt' })),
	html: async (where) => h('pre.code', (await ask('file', { ...where, name: 'email.html' })).replace(/\n$/, '').split('\n').map(marked)),
	calendar: async (where, project) => {
		const inside = (await ask('sheet', { ...where, page: 'events' })).cards.filter((one) => one.inside);
		return inside.length ? h('div.sheet', inside.map((one) => card(one, project))) : h('p.empty', 'This issue tells of no event, so there is nothing for calendars.');
	},
	changes: async ({ issue, against }) => changes(await ask('difference', { issue, against })),
};

// Tags and words of HTML in their own colours.
function marked(line) {
	return h('span', line.split(/(<\/?[\w-]+|\/?>|<!--.*?-->|[\w:-]+=(?="))/).map((piece) => {
		const kind = /^<!--/.test(piece) ? 'c' : /^(<\/?[\w-]+|\/?>)$/.test(piece) ? 't' : /=$/.test(piece) ? 'a' : '';
		return kind ? h('b', { class: kind }, piece) : piece;
	}), '\n');
}

const TAGS = { in: 'ins', out: 'del', same: 'span', gap: 'span.gap' };
export const changed = (rows) => h('pre.plain.changes', rows.map((one) => h(TAGS[one.kind], one.pieces.map(([text, marked]) => (marked && one.kind !== 'same' ? h('mark', text) : text)), '\n')));

function changes(told) {
	if (told.state === 'none') return h('div.empty', h('p', 'There is nothing to compare with: ', h('code', `pynews ${told.command} ${told.issue}`), ' keeps a version to compare later ones with.'));
	const head = h('p.against', told.state === 'same' ? 'Nothing changed' : 'What changed', ` since ${told.made}.`);
	const facts = told.facts.map(([name, before, now]) => h('p.against', h('b', name), ': ', h('del', before), ' ', h('ins', now)));
	const rows = told.rows.length ? changed(told.rows) : told.state === 'same' ? '' : h('p.against', 'The words are the same; how it looks, or an invitation, is not.');
	return h('div', head, facts, rows);
}

function facts(proof, project) {
	const { about } = proof;
	const html = about.bytes['email.html'];
	const share = Math.min(100, (html / about.clip) * 100);
	return [
		h('section', h('h2', 'Size'),
			h('p.meter', h('b', kilobytes(html)), ` of ${kilobytes(about.clip)}`),
			h('meter', { min: 0, max: about.clip, high: about.warn, low: about.warn - 1, optimum: 0, value: html, 'aria-label': `${Math.round(share)} % of Gmail's limit` }),
			h('p.quiet', `${about.verdict} Text ${kilobytes(about.bytes['email.txt'])}, the whole message ${kilobytes(about.bytes['message.eml'])}.`)),
		card({ title: 'Sending', pairs: [['When', about.send, about.sendUtc], ['From', about.from.name, about.from.email], ['To', about.to || 'Everyone on the list']] }),
		h('section', h('h2', 'In this issue'),
			about.sections.map((section) => h('details', { open: true }, h('summary', section.title),
				h('ul', section.items.map((item) => h('li', h('span', item.title), place(project, item.path, item.line))))))),
	];
}
