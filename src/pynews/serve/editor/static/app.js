// The app: what the address says is what is shown; news come by server-sent events.
import { ask, h, say } from './dom.js';
import { FILES, issuePage, shade } from './issue.js';
import { startKeys } from './keys.js';
import { PAGES } from './pages.js';

const BEAT = 25000;
const NEEDED = { view: 'email', width: '600', look: 'light', images: 'on', as: '', client: '', beside: '', against: '', go: '' };

export const app = { project: { name: '', issues: [], counts: {}, first: '' }, marks: {}, proof: null, page: null, state: {}, pushed: null, findings: null, go, set, showing };

// The address: /issue/2021-11?width=375&look=dark
function read() {
	const [, page = '', ...rest] = location.pathname.split('/');
	const query = Object.fromEntries(new URLSearchParams(location.search));
	return { ...NEEDED, page: page || 'issue', id: rest.map(decodeURIComponent).join('/'), ...query };
}

function address(state) {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(state)) {
		if (name !== 'page' && name !== 'id' && value && value !== NEEDED[name]) query.set(name, value);
	}
	const id = state.id ? `/${state.id.split('/').map(encodeURIComponent).join('/')}` : '';
	return `/${state.page}${id}${query.size ? `?${query}` : ''}`;
}

// Another page.
function go(page, id = '', more = {}) {
	const keep = page === 'issue' && app.state.page === 'issue' ? app.state : { ...NEEDED, as: app.state.as };
	history.pushState(null, '', address({ ...keep, ...more, page, id }));
	show(true);
}

// The same page seen another way.
function set(changes) {
	history.replaceState(null, '', address({ ...app.state, ...changes }));
	const before = app.state;
	app.state = read();
	if (showing(before) !== showing(app.state) || before.as !== app.state.as) listen();
	app.page?.update(app.state, 'state');
}

function show(focus) {
	const before = app.state;
	app.state = read();
	const main = document.getElementById('main');
	document.getElementById('menu').setAttribute('aria-expanded', 'false');
	if (before.page === app.state.page && app.page?.stays) app.page.update(app.state, 'state');
	else {
		app.page?.leave?.();
		const make = PAGES[app.state.page] || issuePage;
		app.page = make(app);
		main.replaceChildren(app.page.element);
		main.className = `page-${app.state.page}`;
		app.page.update(app.state, 'state');
		if (focus) { main.focus({ preventScroll: true }); scrollTo(0, 0); }
	}
	nav();
	if (!source || shown() !== listening) listen();
}

const shown = () => (app.state.page === 'issue' || app.state.page === 'plan' ? app.state.id : '');

// News, and the state of the line.
let source = null;

// What the frame shows, which news bring along.
function showing({ page, view, look, as }) {
	const framed = page === 'issue' && (view === 'email' || view === 'web');
	return JSON.stringify({ as, name: framed ? FILES[view] : '', look: framed ? shade({ look }) : '' });
}

let listening = null;
let watchdog = 0;

function listen() {
	source?.close();
	listening = shown();
	const of = showing(app.state);
	const query = new URLSearchParams({ issue: listening, ...JSON.parse(of), have: app.pushed?.of === of ? app.pushed.version : '' });
	source = new EventSource(`/news?${query}`);
	source.onmessage = (event) => { alive(); news(JSON.parse(event.data), of); };
	source.addEventListener('beat', alive);
	source.addEventListener('findings', (event) => { alive(); app.findings = JSON.parse(event.data); app.page?.update(app.state, 'findings'); });
	source.onopen = alive;
	source.onerror = () => { line('lost'); if (source.readyState === EventSource.CLOSED) again(2000); };
	again(BEAT);
}

function again(after) {
	clearTimeout(watchdog);
	watchdog = setTimeout(listen, after);
}

function alive() {
	again(BEAT);
	line('live');
}

function line(word) {
	if (document.body.dataset.line === word) return;
	document.body.dataset.line = word;
	app.page?.update(app.state, 'line');
}

// After a night's sleep the line may look open and be dead.
document.addEventListener('visibilitychange', () => { if (!document.hidden && document.body.dataset.line === 'lost') listen(); });
addEventListener('online', listen);

function news(told, of) {
	if (told.file) app.pushed = { ...told.file, of };
	const before = app.marks;
	app.marks = told.marks;
	app.proof = told.proof;
	if (told.proof.state !== 'waiting' && app.state.page === 'issue' && !app.state.id && told.proof.issue) {
		history.replaceState(null, '', address({ ...app.state, id: told.proof.issue }));
		app.state = read();
		listening = app.state.id;
		listen();
	}
	app.page?.update(app.state, 'proof');
	for (const name of Object.keys(told.marks)) if (before[name] !== told.marks[name]) app.page?.update(app.state, name);
	// The list on the left can wait until the message is seen.
	if (JSON.stringify(before) !== JSON.stringify(told.marks) || !app.project.issues.length) setTimeout(project, app.project.issues.length ? 250 : 0);
}

async function project() {
	app.project = await ask('project');
	nav();
	app.page?.update(app.state, 'project');
}

// What stands on the left.
function nav() {
	const { project: told, state } = app;
	const link = (page, id, title, words) => h('a', {
		href: address({ ...NEEDED, page, id }),
		'aria-current': state.page === page && (!id || id === state.id || (page === 'issue' && !state.id && id === told.first)) ? 'page' : undefined,
		onclick: (event) => { if (!event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); go(page, id); } },
	}, h('b', title), words ? h('span', words) : null);
	const group = (title, issues) => (issues.length ? [h('h2', title), h('ul', issues.map((one) => h('li', link('issue', one.id, one.id, one.subject))))] : []);
	const pages = Object.entries(PAGES).filter(([, make]) => make.title);
	document.getElementById('nav').replaceChildren(
		told.name ? h('p.project', told.name) : '',
		...['Scheduled', 'Drafts', 'Sent'].flatMap((title) => group(title, told.issues.filter((one) => one.group === title))),
		...(pages.length ? [h('h2', 'Project'), h('ul', pages.map(([name, make]) => h('li', link(name, make.issue ? state.id : '', make.title, make.words?.(told)))))] : []),
	);
	document.title = [state.id || told.first, PAGES[state.page]?.title, 'pynews preview'].filter(Boolean).join(' · ');
}

document.getElementById('menu').addEventListener('click', (event) => {
	const open = event.currentTarget.getAttribute('aria-expanded') !== 'true';
	event.currentTarget.setAttribute('aria-expanded', String(open));
	say(open ? 'Menu open' : 'Menu closed');
});
addEventListener('popstate', () => show(true));
startKeys(app);
show(false);
