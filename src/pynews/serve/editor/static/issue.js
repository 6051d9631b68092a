// The issue: the inbox row, the message at every width, and what stands behind it.
import { ask, choices, h, kilobytes, place, say, select } from './dom.js';
import { Mail } from './mail.js';

export const VIEWS = [['email', 'Email'], ['text', 'Text'], ['html', 'HTML'], ['web', 'Web page'], ['raw', 'Raw'], ['calendar', 'Calendar']];
export const WIDTHS = [['320', '320', 'A small phone'], ['375', '375', 'A phone'], ['600', '600', 'A mail program'], ['700', '700', 'A wide mail program'], ['free', 'Free', 'As wide as you like']];
export const LOOKS = [['light', 'Light'], ['dark', 'Dark, our styles'], ['forced-full', 'Dark, forced fully (simulated)'], ['forced-partial', 'Dark, forced partly (simulated)']];
export const READERS = [['', 'Without a first name'], ['named', 'With a first name']];
const FILES = { email: 'email.html', text: 'email.txt', html: 'email.html', web: 'web.html', raw: 'message.eml' };

export function issuePage(app) {
  const mail = new Mail(() => {});
  const top = h('header', { class: 'top' });
  const tools = h('div', { class: 'tools', role: 'group', 'aria-label': 'How to look at it' });
  const notice = h('div', { class: 'notice' });
  const inbox = h('div', { class: 'inbox' });
  const source = h('div', { class: 'source', tabindex: '0', role: 'region', 'aria-label': 'Source' });
  const device = h('div', { class: 'device' }, mail.frame);
  const stage = h('section', { class: 'stage', 'aria-label': 'The message' }, inbox, device, source);
  const beside = h('aside', { class: 'beside', 'aria-label': 'About this issue' });
  const element = h('div', { class: 'issue' }, top, tools, notice, h('div', { class: 'table' }, stage, beside));
  let shown = '';
  let asked = 0;

  async function content(state, proof) {
    const file = state.view === 'calendar' ? proof.about.invitations : [FILES[state.view] || 'email.html'];
    const look = state.look === 'dark' ? 'dark' : 'light';
    const framed = state.view === 'email' || state.view === 'web';
    const key = JSON.stringify([proof.issue, state.view, file.map((name) => proof.digests[name]), state.as, framed && [state.look, state.images]]);
    if (key === shown) return;
    const turn = ++asked;
    const texts = await Promise.all(file.map((name) => ask('/api/file', { issue: proof.issue, name, as: state.as, look: framed && look })));
    if (turn !== asked) return;
    device.hidden = !framed;
    source.hidden = framed;
    if (framed) await mail.show(texts[0], { look: state.look, images: state.images !== 'off' });
    else source.replaceChildren(...texts.map((text, index) => listing(text, state.view, file.length > 1 || state.view === 'calendar' ? file[index] : '')));
    if (!file.length) source.replaceChildren(h('p', { class: 'empty' }, 'This issue tells of no event, so there is nothing for calendars.'));
    shown = key;
    if (proof.savedAt && proof.state === 'good') timing(proof);
  }

  function timing(proof) {
    if (timing.of === proof.savedAt) return;
    timing.of = proof.savedAt;
    const took = Date.now() - proof.savedAt;
    timing.words = took < 60000 ? `updated in ${took} ms` : '';
    header(app);
    say('Updated');
  }
  timing.of = app.proof?.savedAt || 0;
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
      state.view !== 'raw' && state.view !== 'calendar' && state.view !== 'web' ? select('Reader', READERS, state.as, (as) => app.set({ as })) : '',
      framed ? h('label', { class: 'tick' }, h('input', { type: 'checkbox', name: 'images', checked: state.images !== 'off', onchange: (event) => app.set({ images: event.target.checked ? 'on' : 'off' }) }), 'Images') : '');
    if (focus) tools.querySelector(`[name="${focus[0]}"][value="${focus[1]}"]`)?.focus();
  }

  function frameWidth(state) {
    device.className = `device w${state.width} ${state.look === 'light' ? '' : 'night'} ${state.view}`;
    stage.classList.toggle('narrow', state.width === '320' || state.width === '375');
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
      inbox.replaceChildren(...inboxRows(proof.about, state));
      inbox.hidden = state.view !== 'email';
      beside.replaceChildren(...facts(proof, app.project, state));
      content(state, proof).catch((error) => say(`The preview could not be read: ${error.message}`));
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
      one.lines.length ? h('pre', { class: 'lines' }, one.lines.map((line) => h('span', { class: line.here ? 'here' : '' }, h('i', {}, String(line.line)), line.text, '\n'))) : null,
      one.hint ? h('p', { class: 'hint' }, h('b', {}, 'To mend it: '), one.hint) : null)));
}

// How it looks in an inbox, cut as a wide screen and a phone cut it.
function inboxRows(about) {
  const name = about.from.name || about.from.email;
  const initials = name.split(/\s+/).slice(0, 2).map((word) => word[0]).join('').toUpperCase();
  return [
    h('div', { class: 'row wide' }, h('b', { class: 'from' }, name), h('span', { class: 'says' }, h('b', {}, about.subject), h('span', {}, ` ${about.preheader}`)), h('time', {}, '09:00')),
    h('div', { class: 'row phone' }, h('span', { class: 'face', 'aria-hidden': 'true' }, initials), h('span', { class: 'says' }, h('b', { class: 'from' }, name), h('b', {}, about.subject), h('span', {}, about.preheader))),
  ];
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

function listing(text, view, title) {
  const lines = text.replace(/\n$/, '').split(/\r?\n/);
  return h('figure', {}, title ? h('figcaption', {}, title) : null,
    h('pre', { class: view === 'text' ? 'plain' : 'code' }, view === 'text' ? text : lines.map((line) => h('span', {}, line, '\n'))));
}
