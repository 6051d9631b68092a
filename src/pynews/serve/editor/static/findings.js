// What a strict editor finds: a list beside the message, and a pin where each thing stands in it.
import { h, place } from './dom.js';

const plain = (text) => ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;

export class Findings {
	constructor(app, pane) {
		this.app = app;
		this.pane = pane;
		this.element = h('section.findings', { hidden: true });
		this.drawn = '';
		this.at = -1;
		pane.onfit = () => this.pin();
	}

	draw() {
		const { findings } = this.app;
		const key = JSON.stringify(findings);
		this.element.hidden = !findings || findings.state !== 'read';
		if (this.element.hidden || key === this.drawn) return;
		this.drawn = key;
		const all = findings.findings;
		const must = all.filter((one) => one.must).length;
		const open = [...this.element.querySelectorAll('details[open]')].map((one) => one.dataset.what);
		const focus = document.activeElement?.parentElement?.dataset.what;
		this.items = all.map((one, index) => h('details', { 'data-what': one.rule + one.what, open: open.includes(one.rule + one.what), ontoggle: () => { if (this.items[index].open) this.mark(index); } },
			h('summary', h(`i.badge.${one.must ? 'must' : 'look'}`, String(index + 1)), one.what),
			h('p', one.why), h('p', h('b', 'To mend it: '), one.fix), place(this.app.project, one.path, one.line), h('p.quiet', one.rule)));
		const words = must ? `${must} to fix before sending` : `Nothing to fix${all.length ? `, ${all.length} to look at` : ''}`;
		this.element.replaceChildren(h('h2', 'Checks'), h(`p.verdict.${must ? 'bad' : 'good'}`, words),
			...this.items, h('p.quiet', `${findings.passed} checks found nothing${findings.ignored ? `, ${findings.ignored} findings are set aside` : ''}.`));
		this.items.find((one) => one.dataset.what === focus)?.firstChild.focus();
		this.pin();
	}

	// The element of the message that a finding is about: the smallest that holds its words.
	find(finding) {
		const view = this.pane.mail.frame.contentDocument;
		for (const words of finding.words.map(plain)) {
			if (words.length < 5) continue;
			let best = view.body;
			for (let next = best; next; next = [...best.children].find((one) => plain(one.textContent).includes(words))) {
				if (!plain(next.textContent).includes(words)) break;
				best = next;
			}
			if (best !== view.body) return best;
		}
		return null;
	}

	pin() {
		const { app, pane } = this;
		const all = app.state.view === 'email' && app.findings?.findings;
		let last = -40;
		const pins = (all || []).map((one, index) => ({ one, index, element: this.find(one) })).filter(({ element }) => element)
			.map((pin) => ({ ...pin, top: pin.element.getBoundingClientRect().top })).sort((a, b) => a.top - b.top);
		pane.pins.replaceChildren(...pins.map(({ one, index, top }) => {
			last = Math.max(top, last + 28);
			const pin = h(`button.badge.${one.must ? 'must' : 'look'}`, { title: one.what, 'aria-label': `Finding ${index + 1}: ${one.what}`, onclick: () => this.open(index) }, String(index + 1));
			pin.style.top = `${last}px`;
			return pin;
		}));
	}

	open(index) {
		if (!this.items?.length) return;
		this.at = (index + this.items.length) % this.items.length;
		const item = this.items[this.at];
		item.open = true;
		item.firstChild.focus();
		this.mark(this.at);
	}

	step(by) { this.open(this.at < 0 && by < 0 ? -1 : this.at + by); }

	mark(index) {
		this.at = index;
		const element = this.find(this.app.findings.findings[index]);
		this.pane.mail.mark(element);
		if (element) scrollTo({ top: scrollY + this.pane.mail.frame.getBoundingClientRect().top + element.getBoundingClientRect().top - innerHeight / 3 });
	}
}
