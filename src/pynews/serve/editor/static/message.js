// A message as a mail program takes it apart; for the outbox, and for the issue's own sample.
import { ask, choices, h, kilobytes } from './dom.js';
import { Mail } from './mail.js';

const TABS = [['html', 'Message'], ['text', 'Text'], ['headers', 'Headers'], ['parts', 'Parts'], ['calendar', 'Calendar'], ['source', 'Source']];
let count = 0;

export function messageViewer(first = 'html') {
  const mail = new Mail(() => {});
  const name = `message-${++count}`;
  const bar = h('div', { class: 'bar' });
  const frame = h('div', { class: 'device w700' }, mail.frame);
  const body = h('div', { class: 'source', tabindex: '0', role: 'region', 'aria-label': 'The message taken apart' });
  const element = h('div', { class: 'message' }, bar, frame, body);
  let tab = first;
  let where = {};
  let told = null;

  async function show() {
    const tabs = TABS.filter(([id]) => (id !== 'html' || told.has_html) && (id !== 'text' || told.text) && (id !== 'calendar' || told.calendars.length));
    if (!tabs.some(([id]) => id === tab)) tab = tabs[0][0];
    bar.replaceChildren(choices('How to look at the message', name, tabs, tab, (chosen) => { tab = chosen; show(); bar.querySelector(`[value=${chosen}]`).focus(); }), h('span', { class: 'quiet' }, kilobytes(told.bytes)));
    frame.hidden = tab !== 'html';
    body.hidden = tab === 'html';
    if (tab === 'html') await mail.show(await ask('/api/message', { ...where, look: 'light' }), { look: 'light', images: true });
    else body.replaceChildren(VIEWS[tab](told));
  }

  return {
    element,
    async load(query) {
      where = query;
      told = await ask('/api/message', where);
      await show();
    },
  };
}

const code = (text) => h('pre', { class: 'code' }, text.replace(/\n$/, '').split('\n').map((line) => h('span', {}, line, '\n')));
const VIEWS = {
  text: (told) => h('pre', { class: 'plain' }, told.text),
  source: (told) => code(told.source.replace(/\r\n/g, '\n')),
  headers: (told) => h('table', {}, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Header'), h('th', { scope: 'col' }, 'Value'))), h('tbody', {}, told.headers.map(([name, value]) => h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, value))))),
  parts: (told) => h('table', {}, h('thead', {}, h('tr', {}, ['Part', 'File', 'Encoding', 'Size'].map((title) => h('th', { scope: 'col' }, title)))),
    h('tbody', {}, told.parts.map((part) => h('tr', {}, h('th', { scope: 'row', class: `deep${Math.min(part.depth, 4)}` }, part.type), h('td', {}, part.file), h('td', {}, part.encoding), h('td', {}, part.bytes ? kilobytes(part.bytes) : ''))))),
  calendar: (told) => h('div', {}, told.calendars.map((one) => h('figure', {}, h('figcaption', {}, one.file), code(one.text)))),
};
