// The pages beside the issue, each with its title in the menu.
import { ask, copy, h, kilobytes, place, say, tell } from './dom.js';
import { calendarCard } from './events.js';
import { messageViewer } from './message.js';

export const PAGES = {
  plan: titled('Plan', planPage, { issue: true, follows: ['sources', 'people'], words: () => 'Who gets it, and what' }),
  outbox: titled('Outbox', outboxPage, { follows: ['outbox'], words: (told) => number(told.counts.outbox, 'message') }),
  events: titled('Events', eventsPage, { issue: true, follows: ['sources'], words: (told) => number(told.counts.events, 'event') }),
  roles: titled('Roles', rolesPage, { issue: true, follows: ['sources'], words: (told) => number(told.counts.roles, 'role') }),
  minutes: titled('Minutes', minutesPage, { follows: ['sources'], words: (told) => number(told.counts.minutes, 'file') }),
  subscribers: titled('Subscribers', peoplePage, { follows: ['people'], words: () => 'Counts and a sample' }),
};

function number(count, noun) {
  return count === undefined ? '' : `${count.toLocaleString('en-GB')} ${noun}${count === 1 ? '' : 's'}`;
}

// A page that draws itself anew whenever what it follows has changed.
function titled(title, draw, { issue = false, follows, words }) {
  const make = (app) => {
    const body = h('div', { class: 'sheet' }, h('p', { class: 'empty' }, 'One moment…'));
    const element = h('div', {}, h('header', { class: 'top' }, h('div', {}, h('h1', {}, title))), body);
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
          body.replaceChildren(h('p', { class: 'empty' }, 'There is nothing to show yet: look at the issue’s page for what stands in the way.'));
          say(error.message);
        }
      },
    };
    return page;
  };
  return Object.assign(make, { title, issue, words });
}

function heading(top, title, words) {
  top.replaceChildren(h('div', {}, h('h1', {}, title), words ? h('p', {}, words) : null));
}

const pair = (name, value) => (value ? [h('dt', {}, name), h('dd', {}, value)] : null);
const noList = (file) => h('section', { class: 'card' }, h('h2', {}, 'There is no list of subscribers yet'), h('p', {}, 'Import one from a spreadsheet; subscribers.example.csv shows the columns.'), command('pynews subscribers import subscribers.csv'), h('p', { class: 'quiet' }, file ? `It will stand in ${file}.` : ''));

function command(text) {
  return h('p', { class: 'command' }, h('code', {}, text), h('button', { type: 'button', class: 'quiet-button', onclick: (event) => copy(text, event.currentTarget) }, 'Copy'));
}

async function planPage(app, state, body, top) {
  const plan = await ask('/api/plan', { issue: state.id });
  heading(top, 'Plan', `${plan.issue} · ${plan.subject}`);
  const calendars = h('section', { class: 'card' }, h('h2', {}, 'Calendars are told'),
    plan.calendars.length ? h('ul', { class: 'plain-list' }, plan.calendars.map((one) => h('li', {}, h('b', {}, one.title), `: ${one.says}${one.attached ? '' : ' (by links)'}`))) : h('p', {}, 'Nothing: no event is in this issue.'));
  const before = plan.sent.length ? h('section', { class: 'card warn' }, h('h2', {}, 'Sent before'), h('ul', { class: 'plain-list' }, plan.sent.map((words) => h('li', {}, words)))) : null;
  if (plan.state === 'none') { body.replaceChildren(...[before, noList(''), calendars].filter(Boolean)); return; }
  if (plan.state === 'closed') { body.replaceChildren(...[before, closed(plan.why), calendars].filter(Boolean)); return; }
  body.replaceChildren(...[before,
    h('section', { class: 'card hero' },
      h('p', { class: 'big' }, h('b', {}, plan.count.toLocaleString('en-GB')), plan.count === 1 ? ' person gets it' : ' people get it'),
      h('dl', { class: 'pairs' }, pair('When', [plan.at, h('span', { class: 'quiet' }, ` (${plan.utc})`)]), pair('From', plan.sender), pair('Addressed to', plan.to || 'Everyone on the list'),
        pair('Carried by', plan.rehearsal ? 'Nobody outside: a rehearsal into the outbox' : plan.provider), pair('Size', `${kilobytes(plan.bytes)} a message`), pair('Digest', h('code', {}, plan.digest)))),
    h('section', { class: 'card' }, h('h2', {}, 'Held back'),
      plan.held.length ? h('ul', { class: 'plain-list' }, plan.held.map((one) => h('li', {}, h('b', {}, one.count.toLocaleString('en-GB')), ` ${one.reason}`))) : h('p', {}, 'Nobody.'),
      plan.excluded.length ? h('details', {}, h('summary', {}, 'Who'), h('ul', { class: 'plain-list' }, plan.excluded.map((one) => h('li', {}, h('code', {}, one.address), ` ${one.reason}`)))) : null),
    calendars,
    h('section', { class: 'card' }, h('h2', {}, plan.rehearsal ? 'To rehearse it' : 'To send it'),
      h('p', {}, plan.rehearsal ? 'Every message is written into the outbox, where this preview shows it.' : 'The command asks for the number of people before anything leaves this machine.'),
      command(`pynews send ${plan.issue}`), h('p', { class: 'quiet' }, 'In a script: '), command(`pynews send ${plan.issue} --confirm ${plan.confirm}`))].filter(Boolean));
}

const closed = (why) => h('section', { class: 'card warn' }, h('h2', {}, 'This cannot be worked out yet'), h('pre', { class: 'plain' }, why));

async function outboxPage(app, state, body, top, why) {
  const box = await ask('/api/outbox');
  heading(top, 'Outbox', box.count ? `${number(box.count, 'message')} in outbox/, newest first${box.count > box.messages.length ? `; the first ${box.messages.length} are shown` : ''}` : 'Messages of rehearsals; they never left this machine');
  if (!box.count) {
    body.replaceChildren(h('section', { class: 'card' }, h('h2', {}, 'The outbox is empty'), h('p', {}, 'A rehearsal writes here what each reader would get.'), command(`pynews send ${app.project.first || 'ISSUE'}`)));
    body.viewer = null;
    return;
  }
  const chosen = box.messages.find((one) => one.name === state.id) || box.messages[0];
  if (!body.viewer) body.viewer = messageViewer();
  const list = h('ul', { class: 'mails' }, box.messages.map((one) => h('li', {}, h('a', { href: `/outbox/${encodeURIComponent(one.name)}`, 'aria-current': one === chosen ? 'true' : undefined, onclick: (event) => { if (event.ctrlKey || event.metaKey) return; event.preventDefault(); app.go('outbox', one.name); } },
    h('b', {}, one.to), h('span', {}, one.subject), h('span', { class: 'quiet' }, `${one.written}, ${kilobytes(one.bytes)}`)))));
  if (!body.querySelector('.outbox')) body.replaceChildren(h('div', { class: 'outbox' }, h('nav', { 'aria-label': 'Messages' }), h('div', {}, body.viewer.element)));
  body.querySelector('nav').replaceChildren(list);
  if (body.dataset.name !== chosen.name || why === 'outbox') { await body.viewer.load({ box: chosen.name }); body.dataset.name = chosen.name; }
  if (state.id) body.querySelector('[aria-current]')?.focus();
}

async function eventsPage(app, state, body, top) {
  const told = await ask('/api/events', { issue: state.id });
  heading(top, 'Events', `As calendars are told with ${told.issue}`);
  const [inside, others] = [told.events.filter((one) => one.inside), told.events.filter((one) => !one.inside)];
  body.replaceChildren(...(told.events.length ? [
    h('section', {}, h('h2', {}, `In ${told.issue}`), inside.length ? inside.map((one) => calendarCard(one, app.project)) : h('p', { class: 'quiet' }, 'None.')),
    others.length ? h('section', {}, h('h2', {}, 'Others'), others.map((one) => calendarCard(one, app.project))) : '',
  ] : [h('section', { class: 'card' }, h('h2', {}, 'There are no events yet'), h('p', {}, 'One file below newsletters/events/ makes one.'))]));
}

async function rolesPage(app, state, body, top) {
  const told = await ask('/api/roles', { issue: state.id });
  heading(top, 'Roles', `As they stand on ${told.today}, when ${told.issue} is sent`);
  body.replaceChildren(...(told.roles.length ? [h('div', { class: 'grid' }, told.roles.map((one) => h('article', { class: 'card' },
    h('h2', {}, one.title), h('p', {}, h('span', { class: `tag ${one.state === 'open' ? 'yes' : 'no'}` }, one.state), one.inside ? h('span', { class: 'tag' }, `in ${told.issue}`) : null),
    one.description ? h('p', { class: 'words' }, one.description) : null,
    h('dl', { class: 'pairs' }, pair('Time', one.commitment), pair('Opens', one.opens), pair('Closes', one.closes), pair('Contact', one.contact), pair('Form', one.apply), pair('Skills', one.skills.join(', '))),
    place(app.project, one.path, one.line))))] : [h('section', { class: 'card' }, h('h2', {}, 'There are no roles yet'), h('p', {}, 'One file below newsletters/roles/ makes one.'))]));
}

async function minutesPage(app, state, body, top, why) {
  const { files } = await ask('/api/minutes');
  if (!files.length) { heading(top, 'Minutes', ''); body.replaceChildren(h('section', { class: 'card' }, h('h2', {}, 'There are no board notes yet'), h('p', {}, 'Put them below newsletters/minutes/ as they were published.'))); return; }
  const chosen = files.find((one) => one.name === state.id) || files[0];
  const issue = state.issue || app.project.first;
  const told = await ask('/api/minutes', { path: chosen.path, issue });
  heading(top, 'Minutes', `What ${chosen.path} says, and what ${told.issue || issue} tells of it`);
  const scroll = why === 'state' ? 0 : scrollY;
  const focus = document.activeElement?.dataset?.key;
  body.replaceChildren(h('div', { class: 'two' },
    h('div', {},
      h('p', { class: 'files' }, h('label', { class: 'select' }, h('span', {}, 'Notes'), h('select', { onchange: (event) => app.go('minutes', event.target.value, { issue: state.issue }) }, files.map((one) => h('option', { value: one.name, selected: one === chosen }, one.name)))),
        h('label', { class: 'select' }, h('span', {}, 'Issue'), h('select', { onchange: (event) => app.set({ issue: event.target.value }) }, app.project.issues.map((one) => h('option', { value: one.id, selected: one.id === issue }, one.id))))),
      told.why ? closed(told.why) : gathered(app, told)),
    told.lines ? h('section', { class: 'card notes', 'aria-label': 'The notes' }, h('h2', {}, 'The notes'), h('pre', { class: 'lines', tabindex: '0' }, told.lines.map((line, index) => h('span', { id: `line-${index + 1}`, class: told.items.some((one) => index + 1 >= one.line && index + 1 < one.line + one.lines) ? 'found' : '' }, h('i', {}, String(index + 1)), line, '\n')))) : null));
  if (why !== 'state') scrollTo(0, scroll);
  if (focus) body.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
}

function gathered(app, told) {
  const group = (title, items) => (items.length ? h('section', { class: 'card' }, h('h2', {}, title), h('ul', { class: 'gathered' }, items.map((one) => h('li', {},
    h('p', {}, one.text, one.sure ? null : h('span', { class: 'tag' }, 'not certain')),
    h('p', { class: 'acts' }, h('a', { href: `#line-${one.line}` }, `line ${one.line}`), keeper(app, told, one)))))) : null);
  const facts = (title, items, words) => (items.length ? h('section', { class: 'card' }, h('h2', {}, title), h('ul', { class: 'plain-list' }, items.map((one) => h('li', {}, words(one), ' ', h('a', { href: `#line-${one.line}` }, `line ${one.line}`))))) : null);
  return [
    told.listed ? null : h('section', { class: 'card warn' }, h('p', {}, `${told.issue} takes the decisions of a whole file. To choose, write decisions: as a list in its issue.md.`)),
    group('Decisions', told.items.filter((one) => one.kind === 'decision')),
    group('Still in discussion', told.items.filter((one) => one.kind === 'idea')),
    facts('Dates mentioned', told.mentions, (one) => [h('b', {}, one.when), ` ${one.title}`, one.conflict ? h('span', { class: 'tag no' }, one.conflict) : null]),
    facts('Openings mentioned', told.calls, (one) => one.title),
    told.warnings.length ? h('section', { class: 'card' }, h('h2', {}, 'Looked at twice'), h('ul', { class: 'plain-list' }, told.warnings.map((words) => h('li', {}, words)))) : null,
  ];
}

function keeper(app, told, one) {
  const act = async (event) => {
    const button = event.currentTarget;
    const reply = await tell('/api/keep', { kind: one.kind, text: one.text, source: told.path.replace(/^newsletters\//, ''), quote: one.quote, keep: !one.kept }, { issue: told.issue });
    if (reply.why) button.closest('li').append(h('p', { class: 'hint', role: 'alert' }, reply.why));
    else say(reply.kept ? 'Kept in the issue' : 'Left out of the issue');
  };
  return [h('span', { class: `tag ${one.kept ? 'yes' : ''}` }, one.kept ? `in ${told.issue}` : 'left out'),
    h('button', { type: 'button', class: 'quiet-button', 'data-key': `${one.kind}-${one.line}`, onclick: act }, one.kept ? 'Leave out' : 'Keep')];
}

async function peoplePage(app, state, body, top) {
  const told = await ask('/api/subscribers');
  heading(top, 'Subscribers', told.state === 'open' ? number(told.total, 'person').replace('persons', 'people') : 'Who gets the newsletter');
  if (told.state === 'none') { body.replaceChildren(noList(told.file)); return; }
  if (told.state === 'closed') { body.replaceChildren(closed(told.why)); return; }
  const words = { active: 'get the newsletter', pending: 'have not confirmed yet', unsubscribed: 'have left', suppressed: 'may not be written to', erased: 'were erased' };
  body.replaceChildren(
    h('ul', { class: 'tiles' }, Object.entries(words).map(([name, says]) => [name, says, told.status[name]]).map(([name, says, count]) => h('li', { class: name }, h('b', {}, count.toLocaleString('en-GB')), h('span', {}, says)))),
    Object.keys(told.groups).length ? h('section', { class: 'card' }, h('h2', {}, 'Groups'), h('ul', { class: 'plain-list' }, Object.entries(told.groups).map(([name, count]) => h('li', {}, h('b', {}, name), ` ${number(count, 'active member')}`)))) : '',
    told.sample.length ? h('section', { class: 'card wide-table', tabindex: '0', role: 'region', 'aria-label': 'A sample' }, h('h2', {}, 'A sample, addresses masked'), h('table', {}, h('thead', {}, h('tr', {}, ['Address', 'Status', 'Groups', 'Agreed'].map((title) => h('th', { scope: 'col' }, title)))),
      h('tbody', {}, told.sample.map((one) => h('tr', {}, h('th', { scope: 'row' }, h('code', {}, one.address)), h('td', {}, one.status), h('td', {}, one.groups.join(', ')), h('td', {}, [one.consent, one.source].filter(Boolean).join(', '))))))) : '');
}
