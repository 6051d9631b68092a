// Calendar cards: what each event is, what changed, and what readers' programs will offer.
import { h, kilobytes, place } from './dom.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

export function calendarCard(event, project, title = 'h3', below = 'h4') {
  return h('article', { class: `card calendar${event.cancelled ? ' cancelled' : ''}` },
    h('div', { class: 'day', 'aria-hidden': 'true' }, h('b', {}, MONTHS[Number(event.day.month) - 1]), h('strong', {}, String(event.day.day)), h('span', {}, DAYS[event.day.weekday])),
    h('div', {},
      h(title, {}, event.title),
      h('p', {}, event.when, event.utc ? h('span', { class: 'quiet' }, ` (${event.utc})`) : null),
      h('p', { class: event.changed ? 'change' : 'quiet' }, event.change, event.last ? `, last sent ${event.last}` : ''),
      h('dl', { class: 'pairs' },
        pair('Where', event.where), pair('Organiser', event.organiser),
        pair('In this issue', event.inside ? (event.attached ? 'Yes, with the invitation attached' : 'Yes, with links') : 'No'),
        event.next.length ? pair('Next dates', h('ul', {}, event.next.map((words) => h('li', {}, words)))) : null),
      event.offers.length ? h('section', { class: 'offers' }, h(below, {}, 'What readers’ programs do with it'), h('dl', { class: 'pairs' }, event.offers.map(([who, what]) => pair(who, what))), event.offers.length > 1 ? h('p', { class: 'quiet' }, 'Thunderbird was tried; the others are told as described by their makers and users.') : null) : null,
      h('details', {}, h('summary', {}, `The calendar file (${event.file}, ${kilobytes(event.bytes)})`),
        h('dl', { class: 'pairs' }, pair('Method', event.method), pair('Version', `SEQUENCE ${event.version}, stamped ${event.stamp}`), pair('Identity', event.uid)),
        h('pre', { class: 'plain boxed', tabindex: '0' }, event.ics)),
      place(project, event.path, event.line)));
}

const pair = (name, value) => [h('dt', {}, name), h('dd', {}, value)];
