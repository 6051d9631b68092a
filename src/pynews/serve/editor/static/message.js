// A message as a mail program takes it apart; for the outbox, and for the issue's own sample.
import { ask, choices, h, kilobytes } from './dom.js';
import { Mail } from './mail.js';
import { table } from './sheet.js';

const TABS = [['html', 'Message'], ['text', 'Text'], ['headers', 'Headers'], ['parts', 'Parts'], ['calendar', 'Calendar'], ['source', 'Source']];
let count = 0;

export function messageViewer(first = 'html') {
	const mail = new Mail(() => {});
	const name = `message-${++count}`;
	const bar = h('div.bar');
	const frame = h('div.device.w700', mail.frame);
	const body = h('div.source', { tabindex: '0', role: 'region', 'aria-label': 'The message taken apart' });
	const element = h('div.message', bar, frame, body);
	let tab = first;
	let where = {};
	let told = null;

	async function show() {
		const tabs = TABS.filter(([id]) => (id !== 'html' || told.has_html) && (id !== 'text' || told.text) && (id !== 'calendar' || told.calendars.length));
		if (!tabs.some(([id]) => id === tab)) tab = tabs[0][0];
		bar.replaceChildren(choices('How to look at the message', name, tabs, tab, (chosen) => { tab = chosen; show(); bar.querySelector(`[value=${chosen}]`).focus(); }), h('span.quiet', kilobytes(told.bytes)));
		frame.hidden = tab !== 'html';
		body.hidden = tab === 'html';
		if (tab === 'html') await mail.show(await ask('message', { ...where, look: 'light' }), { look: 'light', images: true });
		else body.replaceChildren(VIEWS[tab](told));
	}

	return {
		element,
		async load(query) {
			where = query;
			told = await ask('message', where);
			await show();
		},
	};
}

const code = (text) => h('pre.code', text.replace(/\n$/, '').split('\n').map((line) => h('span', line, '\n')));
const VIEWS = {
	text: (told) => h('pre.plain', told.text),
	source: (told) => code(told.source.replace(/\r\n/g, '\n')),
	headers: (told) => table([['Header', 'Value'], ...told.headers]),
	parts: (told) => table([['Part', 'File', 'Encoding', 'Size'], ...told.parts.map((part) => [h(`span.deep${Math.min(part.depth, 4)}`, part.type), part.file, part.encoding, part.bytes ? kilobytes(part.bytes) : ''])]),
	calendar: (told) => h('div', told.calendars.map((one) => h('figure', h('figcaption', one.file), code(one.text)))),
};
