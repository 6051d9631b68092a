// The message in its frame: filled in place, so that it neither flashes nor jumps.
import { h } from './dom.js';
import { asWord, simulate } from './simulate.js';

export class Mail {
	constructor(onpick) {
		this.frame = h('iframe.mail', { title: 'The message, as a reader sees it', sandbox: 'allow-same-origin', src: '/frame' });
		this.ready = new Promise((resolve) => this.frame.addEventListener('load', () => {
			const view = this.frame.contentDocument;
			view.addEventListener('click', (event) => {
				event.preventDefault();
				const link = event.target.closest('a[href]');
				const href = link && link.getAttribute('href');
				if (href && href.startsWith('#') && href.length > 1) view.getElementById(href.slice(1))?.scrollIntoView({ block: 'start' });
				onpick(event.target, href);
			}, true);
			view.addEventListener('dblclick', (event) => onpick(event.target, '#open'));
			this.size = new ResizeObserver(() => this.fit());
			this.size.observe(view.documentElement);
			resolve(view);
		}, { once: true }));
	}

	// Returns what a simulated program left out, each with how often.
	async show(html, { look, images, client }) {
		const view = await this.ready;
		if (client?.word) html = asWord(html);
		const root = view.documentElement;
		const [head] = html.match(/<html[^>]*>/i) || [''];
		root.innerHTML = html.slice(html.indexOf(head) + head.length);
		for (const [name, usual] of [['lang', 'en'], ['dir', 'ltr']]) root.setAttribute(name, head.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1] || usual);
		root.style.cssText = `color-scheme:${look === 'dark' ? 'dark' : 'light'};overflow:hidden`;
		// A link that leads away does nothing: the sandbox opens no windows.
		view.head.append(Object.assign(view.createElement('base'), { target: '_blank' }));
		const left = client ? simulate(view, client) : new Map();
		if (!images) hideImages(view);
		if (look.startsWith('forced')) forceDark(view, look === 'forced-full');
		this.frame.title = view.title || 'The message';
		this.fit();
		return left;
	}

	fit() {
		const root = this.frame.contentDocument?.documentElement;
		if (!root) return;
		// What is wider than the device is scrolled to, not cut off.
		this.frame.style.width = '';
		const wide = root.scrollWidth > root.clientWidth + 1;
		if (wide) this.frame.style.width = `${root.scrollWidth}px`;
		this.frame.parentElement.tabIndex = wide ? 0 : -1;
		const height = Math.ceil(root.getBoundingClientRect().height);
		if (height) this.frame.style.height = `${height}px`;
		this.onfit?.();
	}

	mark(element) {
		const view = this.frame.contentDocument;
		view.querySelectorAll('[data-picked]').forEach((old) => { old.style.removeProperty('outline'); old.style.removeProperty('outline-offset'); delete old.dataset.picked; });
		if (!element) return;
		element.dataset.picked = '';
		element.style.setProperty('outline', '2px solid #d5281b', 'important');
		element.style.setProperty('outline-offset', '2px', 'important');
	}
}

function hideImages(view) {
	for (const image of view.images) { image.removeAttribute('src'); image.removeAttribute('srcset'); }
	for (const element of view.querySelectorAll('[background]')) element.removeAttribute('background');
	for (const element of view.body.querySelectorAll('*')) {
		if (view.defaultView.getComputedStyle(element).backgroundImage.includes('url(')) element.style.setProperty('background-image', 'none', 'important');
	}
}

// What some mail programs do by themselves: lightness turned around in CIE Lab, colour calmed.
// Full turns every colour; partial leaves what is dark already (backgrounds) or light (words).
const PLACES = [['color', false], ...['background', 'border-top', 'border-bottom', 'border-left', 'border-right'].map((name) => [`${name}-color`, true])];
// Half of the lightness in Lab is this luminance.
const HALF = 0.184;

function forceDark(view, full) {
	const changes = [];
	for (const element of [view.documentElement, ...view.body.querySelectorAll('*'), view.body]) {
		const style = view.defaultView.getComputedStyle(element);
		for (const [name, ground] of PLACES) {
			const colour = style.getPropertyValue(name);
			const [red, green, blue, alpha = 1] = (colour.match(/[\d.]+/g) || []).map(Number);
			if (alpha === 0 || red === undefined) continue;
			const [r, g, b] = [red, green, blue].map((value) => (value / 255) ** 2.2);
			const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
			if (full || (ground ? luminance >= HALF : luminance < HALF)) changes.push([element, name, `lab(from ${colour} calc(50 - (l - 50) * .75) calc(a * .8) calc(b * .8))`]);
		}
	}
	const canvas = view.defaultView.getComputedStyle(view.documentElement).backgroundColor;
	if (/, 0\)$/.test(canvas)) changes.push([view.documentElement, 'background-color', 'rgb(30,30,30)']);
	for (const [element, name, colour] of changes) element.style.setProperty(name, colour, 'important');
}
