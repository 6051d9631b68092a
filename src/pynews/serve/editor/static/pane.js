// One view of the message: its frame on a device, what is simulated, and pins beside it.
import { ask, h } from './dom.js';
import { Mail } from './mail.js';

const known = new Map();

export class Pane {
	constructor(onpick) {
		this.mail = new Mail(onpick);
		this.device = h('div.device', this.mail.frame);
		this.caption = h('figcaption.quiet');
		this.pins = h('div.pins');
		this.element = h('figure.pane', this.caption, h('div.holder', this.device, this.pins));
		this.mail.onfit = () => this.onfit?.();
	}

	async show(html, state) {
		const name = state.client;
		if (name && !known.has(name)) known.set(name, await ask('client', { name }).catch(() => null));
		const client = known.get(name);
		const left = await this.mail.show(html, { look: state.look, images: state.images !== 'off', client });
		const most = [...left].sort((one, two) => two[1] - one[1]).slice(0, 4).map(([what, times]) => `${what} ${times}`).join(', ');
		const words = [state.title, client && `Simulated from caniemail data of ${client.date}, not a real ${client.name}. ${most ? `Left out: ${most}${left.size > 4 ? ' and more' : ''}.` : 'It leaves nothing out.'}`,
			!client && state.look.startsWith('forced') && 'Simulated: programs that turn colours around differ a little.'].filter(Boolean).join(' · ');
		this.caption.textContent = words;
		this.caption.hidden = !words;
		this.onfit?.();
	}

	size({ width, look, view }) {
		this.device.className = `device w${width} ${look === 'light' ? '' : 'night'} ${view}`;
		requestAnimationFrame(() => this.mail.fit());
	}
}
