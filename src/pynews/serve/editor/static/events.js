// Calendar cards: what each event is, what changed, and what readers' programs will offer.
import { h, kilobytes, place } from './dom.js';
import { pair } from './sheet.js';

export function calendarCard(event, project, title = 'h3', below = 'h4') {
	return h('article', { class: `card calendar${event.cancelled ? ' cancelled' : ''}` },
		h('div.day', { 'aria-hidden': 'true' }, h('b', event.day.month), h('strong', String(event.day.day)), h('span', event.day.weekday)),
		h('div',
			h(title, event.title),
			h('p', event.when, event.utc ? h('span.quiet', ` (${event.utc})`) : null),
			h('p', { class: event.changed ? 'change' : 'quiet' }, event.change, event.last ? `, last sent ${event.last}` : ''),
			h('dl.pairs',
				pair('Where', event.where), pair('Organiser', event.organiser),
				pair('In this issue', event.inside ? (event.attached ? 'Yes, with the invitation attached' : 'Yes, with links') : 'No'),
				event.next.length ? pair('Next dates', h('ul', event.next.map((words) => h('li', words)))) : null),
			event.offers.length ? h('section.offers', h(below, 'What readers’ programs do with it'), h('dl.pairs', event.offers.map(([who, what]) => pair(who, what))), event.offers.length > 1 ? h('p.quiet', 'Thunderbird was tried; the others are told as described by their makers and users.') : null) : null,
			h('details', h('summary', `The calendar file (${event.file}, ${kilobytes(event.bytes)})`),
				h('dl.pairs', pair('Method', event.method), pair('Version', `SEQUENCE ${event.version}, stamped ${event.stamp}`), pair('Identity', event.uid)),
				h('pre.plain.boxed', { tabindex: '0' }, event.ics)),
			place(project, event.path, event.line)));
}
