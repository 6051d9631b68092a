// The pages beside the issue, each with its title in the menu.
import { ask, h, kilobytes, say, select, tell } from './dom.js';
import { messageViewer } from './message.js';
import { actions, button, card } from './sheet.js';

// A page that draws itself anew whenever what it follows has changed.
function titled(title, draw, { issue = false, follows, words }) {
	const make = (app) => {
		const body = h('div.sheet', h('p.empty', 'One moment…'));
		const element = h('div', h('header.top', h('div', h('h1', title))), body);
		const page = {
			element,
			stays: draw === outboxPage || draw === minutesPage,
			async update(state, why) {
				if (why === 'line' || why === 'proof' || (why !== 'state' && why !== 'project' && !follows.includes(why))) return;
				if (why === 'project' && body.dataset.drawn) return;
				try {
					await draw(app, state, body, element.querySelector('.top'), why);
					body.dataset.drawn = 'yes';
				} catch (error) {
					body.replaceChildren(h('p.empty', 'There is nothing to show yet: look at the issue’s page for what stands in the way.'));
					say(error.message);
				}
			},
		};
		return page;
	};
	return Object.assign(make, { title, issue, words });
}

function heading(top, title, words) {
	top.replaceChildren(h('div', h('h1', title), words ? h('p', words) : null));
}

const empty = (title, words, run) => card({ title, words: [words], commands: run && [run] });

// What the server lays out as cards.
const sheet = (name) => async (app, state, body, top, why) => {
	const told = await ask('sheet', { page: name, issue: state.id });
	heading(top, told.title, told.words);
	if (why === 'state') body.go = state.go;
	if (name === 'plan' && (why === 'state' || !body.acts)) body.acts = actions(app, told.issue);
	const cards = told.cards.map((one) => card(one, app.project));
	cards.splice(1, 0, ...(await body.acts || []));
	const active = document.activeElement;
	body.replaceChildren(...(['roles', 'doctor'].includes(name) ? [h('div.grid', cards)] : cards));
	if (body.contains(active)) active.focus({ preventScroll: true });
	const wanted = document.getElementById(body.go);
	body.go = '';
	wanted?.querySelector('button, input').focus();
};

async function outboxPage(app, state, body, top, why) {
	const box = await ask('outbox');
	heading(top, 'Outbox', box.words);
	if (!box.count) {
		body.replaceChildren(empty('The outbox is empty', 'A rehearsal writes here what each reader would get.', `pynews send ${app.project.first || 'ISSUE'}`));
		body.viewer = null;
		return;
	}
	const chosen = box.messages.find((one) => one.name === state.id) || box.messages[0];
	if (!body.viewer) body.viewer = messageViewer();
	const list = h('ul.mails', box.messages.map((one) => h('li', h('a', { href: `/outbox/${encodeURIComponent(one.name)}`, 'aria-current': one === chosen ? 'true' : undefined, onclick: (event) => { if (event.ctrlKey || event.metaKey) return; event.preventDefault(); app.go('outbox', one.name); } },
		h('b', one.to), h('span', one.subject), h('span.quiet', `${one.written}, ${kilobytes(one.bytes)}`)))));
	if (!body.querySelector('.outbox')) body.replaceChildren(h('div.outbox', h('nav', { 'aria-label': 'Messages' }), h('div', body.viewer.element)));
	body.querySelector('nav').replaceChildren(list);
	if (body.dataset.name !== chosen.name || why === 'outbox') { await body.viewer.load({ box: chosen.name }); body.dataset.name = chosen.name; }
	if (state.id) body.querySelector('[aria-current]')?.focus();
}

async function minutesPage(app, state, body, top, why) {
	const { files } = await ask('minutes');
	if (!files.length) { heading(top, 'Minutes', ''); body.replaceChildren(empty('There are no board notes yet', 'Put them below newsletters/minutes/ as they were published.')); return; }
	const chosen = files.find((one) => one.name === state.id) || files[0];
	const issue = state.issue || app.project.first;
	const told = await ask('minutes', { path: chosen.path, issue });
	heading(top, 'Minutes', `What ${chosen.path} says, and what ${told.issue || issue} tells of it`);
	const scroll = why === 'state' ? 0 : scrollY;
	const focus = document.activeElement?.dataset?.key;
	body.replaceChildren(h('div.two',
		h('div',
			h('p.files', select('Notes', 'notes', files.map(({ name }) => [name, name]), chosen.name, (name) => app.go('minutes', name, { issue: state.issue })),
				select('Issue', 'issue', app.project.issues.map(({ id }) => [id, id]), issue, (id) => app.set({ issue: id }))),
			told.why ? card({ title: 'This cannot be worked out yet', tone: 'warn', words: [told.why] }) : gathered(app, told)),
		told.lines ? h('section.card.notes', { 'aria-label': 'The notes' }, h('h2', 'The notes'), h('pre.lines', { tabindex: '0' }, told.lines.map((line, index) => h('span', { id: `line-${index + 1}`, class: told.items.some((one) => index + 1 >= one.line && index + 1 < one.line + one.lines) ? 'found' : '' }, h('i', String(index + 1)), line, '\n')))) : null));
	if (why !== 'state') scrollTo(0, scroll);
	if (focus) body.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
}

function gathered(app, told) {
	const group = (title, items) => (items.length ? h('section.card', h('h2', title), h('ul.gathered', items.map((one) => h('li',
		h('p', one.text, one.sure ? null : h('span.tag', 'not certain')),
		h('p.acts', h('a', { href: `#line-${one.line}` }, `line ${one.line}`), keeper(app, told, one)))))) : null);
	const facts = (title, items, words) => (items.length ? h('section.card', h('h2', title), h('ul.plain-list', items.map((one) => h('li', words(one), ' ', h('a', { href: `#line-${one.line}` }, `line ${one.line}`))))) : null);
	return [
		told.listed ? null : h('section.card.warn', h('p', `${told.issue} takes the decisions of a whole file. To choose, write decisions: as a list in its issue.md.`)),
		group('Decisions', told.items.filter((one) => one.kind === 'decision')),
		group('Still in discussion', told.items.filter((one) => one.kind === 'idea')),
		facts('Dates mentioned', told.mentions, (one) => [h('b', one.when), ` ${one.title}`, one.conflict ? h('span.tag.no', one.conflict) : null]),
		facts('Openings mentioned', told.calls, (one) => one.title),
		told.warnings.length ? h('section.card', h('h2', 'Looked at twice'), h('ul.plain-list', told.warnings.map((words) => h('li', words)))) : null,
	];
}

function keeper(app, told, one) {
	const act = async (event) => {
		const button = event.currentTarget;
		const reply = await tell('keep', { kind: one.kind, text: one.text, source: told.path.replace(/^newsletters\//, ''), quote: one.quote, keep: !one.kept }, { issue: told.issue });
		if (reply.why) button.closest('li').append(h('p.hint', { role: 'alert' }, reply.why));
		else say(reply.kept ? 'Kept in the issue' : 'Left out of the issue');
	};
	return [h('span', { class: `tag ${one.kept ? 'yes' : ''}` }, one.kept ? `in ${told.issue}` : 'left out'),
		button(one.kept ? 'Leave out' : 'Keep', act, { 'data-key': `${one.kind}-${one.line}` })];
}

export const PAGES = {
	plan: titled('Plan', sheet('plan'), { issue: true, follows: ['sources', 'people'], words: () => 'Who gets it, and what' }),
	outbox: titled('Outbox', outboxPage, { follows: ['outbox'], words: (told) => told.counts.outbox }),
	events: titled('Events', sheet('events'), { issue: true, follows: ['sources'], words: (told) => told.counts.events }),
	roles: titled('Roles', sheet('roles'), { issue: true, follows: ['sources'], words: (told) => told.counts.roles }),
	minutes: titled('Minutes', minutesPage, { follows: ['sources'], words: (told) => told.counts.minutes }),
	subscribers: titled('Subscribers', sheet('subscribers'), { follows: ['people'], words: () => 'Counts, health, a sample' }),
	doctor: titled('Doctor', sheet('doctor'), { follows: ['sources', 'people'], words: () => 'What is missing or wrong' }),
};
