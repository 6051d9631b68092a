// The issue: the inbox row, the message at every width, and what stands behind it.
import { ask, choices, h, kilobytes, place, say, select } from './dom.js';
import { calendarCard } from './events.js';
import { Mail } from './mail.js';
import { messageViewer } from './message.js';

export const VIEWS = [['email', 'Email'], ['text', 'Text'], ['html', 'HTML'], ['web', 'Web'], ['raw', 'Raw'], ['calendar', 'Calendar'], ['changes', 'Changes']];
export const WIDTHS = [['320', '320', 'A small phone'], ['375', '375', 'A phone'], ['600', '600', 'A mail program'], ['700', '700', 'A wide mail program'], ['free', 'Free', 'As wide as you like']];
export const LOOKS = [['light', 'Light'], ['dark', 'Dark, ours'], ['forced-full', 'Dark, forced fully'], ['forced-partial', 'Dark, forced partly']];
export const READERS = [['', 'No first name'], ['named', 'With a first name']];
export const FILES = { email: 'email.html', text: 'email.txt', html: 'email.html', web: 'web.html' };

export const shade = (state) => (state.look === 'dark' ? 'dark' : 'light');

export function issuePage(app) {
  const mail = new Mail((element, href) => pick(element, href));
  const rawPlace = h('div', { hidden: true });
  let raw = null;
  const found = h('section', { class: 'found', role: 'status', hidden: true });
  const top = h('header', { class: 'top' });
  const tools = h('div', { class: 'tools', role: 'group', 'aria-label': 'How to look at it' });
  const notice = h('div', { class: 'notice' });
  const inbox = h('div', { class: 'inbox' });
  const source = h('div', { class: 'source', tabindex: '0', role: 'region', 'aria-label': 'Source' });
  const device = h('div', { class: 'device' }, mail.frame);
  const simulated = h('p', { class: 'quiet simulated', hidden: true }, 'Simulated: some mail programs turn colours around by themselves, each a little differently.');
  const stage = h('section', { class: 'stage', 'aria-label': 'The message' }, inbox, simulated, device, source, rawPlace);
  const about = h('div', {});
  const beside = h('aside', { class: 'beside', 'aria-label': 'About this issue' }, found, about);
  const element = h('div', { class: 'issue' }, top, tools, notice, h('div', { class: 'table' }, stage, beside));
  let shown = '';
  let asked = 0;

  async function content(state, proof) {
    const framed = state.view === 'email' || state.view === 'web';
    const name = FILES[state.view];
    const key = JSON.stringify([proof.issue, state.view, name ? [proof.digests[name], proof.about.digest] : proof.digests, name && state.as, framed && [state.look, state.images]]);
    if (key === shown) return;
    const turn = ++asked;
    const where = { issue: proof.issue, as: state.as };
    const late = () => turn !== asked;
    if (framed) {
      const { html, version } = app.pushed || {};
      const wanted = app.showing(state) === app.pushed?.of && version === `${proof.digests[name]}-${proof.about.digest}` && html;
      const told = wanted || await ask('/api/file', { ...where, name, look: shade(state) });
      if (late()) return;
      device.hidden = false;
      await mail.show(told, { look: state.look, images: state.images !== 'off' });
    } else if (state.view === 'raw') {
      raw ||= messageViewer('source');
      source.hidden = true;
      rawPlace.replaceChildren(raw.element);
      rawPlace.hidden = false;
      await raw.load({ issue: proof.issue });
    } else {
      const told = await OTHERS[state.view](where, app.project, proof);
      if (late()) return;
      source.replaceChildren(told);
    }
    if (late()) return;
    device.hidden = !framed;
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
  async function pick(element, href) {
    const block = element.closest('p,li,h1,h2,h3,h4,a,td,th,div') || element;
    const text = words(block).slice(0, 260) || element.getAttribute('alt') || '';
    let around = block;
    while (around.parentElement && words(around).length < 160) around = around.parentElement;
    mail.mark(block);
    const told = await ask('/api/source', { issue: app.proof.issue, text, near: words(around).slice(0, 260) });
    found.hidden = false;
    found.replaceChildren(h('h2', {}, 'Where this was written'),
      ...(told.path ? [place(app.project, told.path, told.line), lines(told.lines)] : [h('p', {}, 'No file holds these words: they were made by pynews.')]),
      href && !href.startsWith('#') ? h('p', { class: 'quiet' }, 'It leads to ', h('code', {}, href)) : '',
      h('button', { type: 'button', class: 'quiet-button', onclick: () => { found.hidden = true; mail.mark(null); } }, 'Close'));
    if (matchMedia('(max-width: 1279px)').matches) found.scrollIntoView({ block: 'nearest' });
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
    const words = line === 'lost' ? 'Not connected: is pynews preview still running?' : proof?.state === 'good' ? ['Live', timing.words].filter(Boolean).join(', ') : proof?.state === 'waiting' ? 'Making the first proof' : 'Last good version';
    top.replaceChildren(
      h('div', {},
        h('h1', {}, about?.subject || proof?.issue || state.id || 'Issue'),
        h('p', {}, [proof?.issue, about && (project.issues.find((one) => one.id === proof.issue)?.words || `Planned for ${about.send}`)].filter(Boolean).join(' · '))),
      h('p', { class: `line ${line === 'lost' ? 'lost' : proof?.state || 'waiting'}` }, words));
  }

  function toolbar(state) {
    const framed = state.view === 'email' || state.view === 'web';
    const focus = tools.contains(document.activeElement) ? [document.activeElement.name, document.activeElement.value] : null;
    tools.replaceChildren(
      choices('What to show', 'view', VIEWS, state.view, (view) => app.set({ view })),
      framed ? choices('Width in pixels', 'width', WIDTHS, state.width, (width) => app.set({ width })) : '',
      framed ? select('Colours', LOOKS, state.look, (look) => app.set({ look })) : '',
      ['email', 'text', 'html'].includes(state.view) ? select('Reader', READERS, state.as, (as) => app.set({ as })) : '',
      framed ? h('label', { class: 'tick' }, h('input', { type: 'checkbox', name: 'images', checked: state.images !== 'off', onchange: (event) => app.set({ images: event.target.checked ? 'on' : 'off' }) }), 'Images') : '');
    if (focus) tools.querySelector(`[name="${focus[0]}"][value="${focus[1]}"]`)?.focus();
  }

  function frameWidth(state) {
    device.className = `device w${state.width} ${state.look === 'light' ? '' : 'night'} ${state.view}`;
    stage.classList.toggle('narrow', state.width === '320' || state.width === '375');
    simulated.hidden = !state.look.startsWith('forced') || !['email', 'web'].includes(state.view);
    requestAnimationFrame(() => mail.fit());
  }

  return {
    element,
    stays: true,
    update(state, why) {
      const { proof } = app;
      if (['outbox', 'people'].includes(why)) return;
      header(app);
      if (why === 'line') return;
      if (why === 'state') { toolbar(state); frameWidth(state); }
      notice.replaceChildren(problems(proof, app.project));
      element.classList.toggle('old', proof?.state === 'stale');
      element.classList.toggle('nothing', !proof?.about);
      if (!proof?.about || (state.id && proof.issue !== state.id)) return;
      const rest = () => {
        inbox.replaceChildren(...inboxRows(proof.about));
        inbox.hidden = state.view !== 'email';
        about.replaceChildren(...facts(proof, app.project));
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
  return h('section', { class: 'problems', role: 'alert' },
    h('h2', {}, proof.problems.length === 1 ? 'This cannot be built as it stands' : `${proof.problems.length} things stand in the way`), h('p', {}, words),
    proof.problems.map((one) => h('div', { class: 'problem' },
      h('h3', {}, one.what), place(project, one.path, one.line),
      lines(one.lines),
      one.hint ? h('p', { class: 'hint' }, h('b', {}, 'To mend it: '), one.hint) : null)));
}

// How it looks in an inbox, cut as a wide screen and a phone cut it.
function inboxRows(about) {
  const name = about.from.name || about.from.email;
  const initials = name.split(/\s+/).slice(0, 2).map((word) => word[0]).join('').toUpperCase();
  return [
    h('div', { class: 'row wide' }, h('b', { class: 'from' }, name), h('span', { class: 'says' }, h('b', {}, about.subject), h('span', {}, ` ${about.preheader}`)), h('time', {}, about.clock)),
    h('div', { class: 'row phone' }, h('span', { class: 'face', 'aria-hidden': 'true' }, initials), h('span', { class: 'says' }, h('b', { class: 'from' }, name), h('b', {}, about.subject), h('span', {}, about.preheader))),
  ];
}

const words = (element) => element.textContent.replace(/\s+/g, ' ').trim();
const lines = (told) => (told.length ? h('pre', { class: 'lines', tabindex: '0' }, told.map((line) => h('span', { class: line.here ? 'here' : '' }, h('i', {}, String(line.line)), line.text, '\n'))) : '');

const OTHERS = {
  text: async (where) => h('pre', { class: 'plain' }, await ask('/api/file', { ...where, name: 'email.txt' })),
  html: async (where) => h('pre', { class: 'code' }, (await ask('/api/file', { ...where, name: 'email.html' })).replace(/\n$/, '').split('\n').map(marked)),
  calendar: async (where, project) => {
    const inside = (await ask('/api/events', where)).events.filter((one) => one.inside);
    return inside.length ? h('div', { class: 'sheet' }, inside.map((one) => calendarCard(one, project, 'h2', 'h3'))) : h('p', { class: 'empty' }, 'This issue tells of no event, so there is nothing for calendars.');
  },
  changes: async (where) => changes(await ask('/api/difference', where)),
};

// Tags and words of HTML in their own colours.
function marked(line) {
  return h('span', {}, line.split(/(<\/?[\w-]+|\/?>|<!--.*?-->|[\w:-]+=(?="))/).map((piece) => {
    const kind = /^<!--/.test(piece) ? 'c' : /^(<\/?[\w-]+|\/?>)$/.test(piece) ? 't' : /=$/.test(piece) ? 'a' : '';
    return kind ? h('b', { class: kind }, piece) : piece;
  }), '\n');
}

function changes(told) {
  if (told.state === 'none') return h('div', { class: 'empty' }, h('p', {}, 'There is nothing to compare with: ', h('code', {}, `pynews build ${told.issue}`), ' keeps a version to compare later ones with.'));
  const head = h('p', { class: 'against' }, told.state === 'same' ? 'Nothing changed' : 'What changed', ` since it was built on ${told.made}.`);
  const facts = told.facts.map(([name, before, now]) => h('p', { class: 'against' }, h('b', {}, name), ': ', h('del', {}, before), ' ', h('ins', {}, now)));
  const row = (one) => (one.kind === 'gap' ? h('span', { class: 'gap' }, `line ${one.line} of the text\n`) : h(one.kind === 'in' ? 'ins' : one.kind === 'out' ? 'del' : 'span', {}, one.pieces.map(([text, changed]) => (changed && one.kind !== 'same' ? h('mark', {}, text) : text)), '\n'));
  const rows = told.rows.length ? h('pre', { class: 'plain changes' }, told.rows.map(row)) : told.state === 'same' ? '' : h('p', { class: 'against' }, 'The words are the same; how it looks, or an invitation, is not.');
  return h('div', {}, head, facts, rows);
}

function facts(proof, project) {
  const { about } = proof;
  const html = about.bytes['email.html'];
  const share = Math.min(100, (html / about.clip) * 100);
  const verdict = html > about.clip ? 'Gmail hides the end of this.' : html > about.warn ? 'Close to the size at which Gmail hides the end.' : 'Well below the size at which Gmail hides the end.';
  return [
    h('section', {}, h('h2', {}, 'Size'),
      h('p', { class: 'meter' }, h('b', {}, kilobytes(html)), ` of ${kilobytes(about.clip)}`),
      h('meter', { min: 0, max: about.clip, high: about.warn, low: about.warn - 1, optimum: 0, value: html, 'aria-label': `${Math.round(share)} % of Gmail's limit` }),
      h('p', { class: 'quiet' }, `${verdict} Text ${kilobytes(about.bytes['email.txt'])}, the whole message ${kilobytes(about.bytes['message.eml'])}.`)),
    h('section', {}, h('h2', {}, 'Sending'),
      h('dl', {}, h('dt', {}, 'When'), h('dd', {}, about.send, h('br'), h('span', { class: 'quiet' }, about.sendUtc)),
        h('dt', {}, 'From'), h('dd', {}, about.from.name, h('br'), h('span', { class: 'quiet' }, about.from.email)),
        h('dt', {}, 'To'), h('dd', {}, about.to || 'Everyone on the list'))),
    h('section', {}, h('h2', {}, 'In this issue'),
      about.sections.map((section) => h('details', { open: true }, h('summary', {}, section.title),
        h('ul', {}, section.items.map((item) => h('li', {}, h('span', {}, item.title), place(project, item.path, item.line))))))),
  ];
}
