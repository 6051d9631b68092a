// A mail program simulated: what it does not know, by caniemail.com's tests, is taken away.
const BLOCK = /<!--\[if ([^\]]*)\]>([\s\S]*?)<!\[endif\]-->/g;

// Word, which draws mail in Outlook on Windows, reads what stands in comments for it alone.
export function asWord(html) {
	return html.replace(/<!--\[if !mso[^\]]*\]><!-->[\s\S]*?<!--<!\[endif\]-->/g, '')
		.replace(BLOCK, (_, when, inside) => (/^(gte )?mso/.test(when.trim()) ? inside.replace(/<(o|v|w):[\s\S]*?<\/\1:[^>]*>|<\/?(o|v|w):[^>]*>|<\/?xml>/g, '') : ''));
}

export function simulate(view, client) {
	const left = new Map();
	const note = (name) => left.set(name, (left.get(name) || 0) + 1);
	const values = client.values.map(([name, pattern]) => [name, new RegExp(pattern)]);
	const strip = (style) => {
		// As it was written: a shorthand that is known stays whole.
		const text = ` ${style.cssText}`;
		for (const name of client.properties) if (text.includes(` ${name}:`)) { style.removeProperty(name); note(name); }
		for (const [name, pattern] of values) for (const one of name ? [name] : [...style]) {
			if (pattern.test(style.getPropertyValue(one))) { style.removeProperty(one); note(one); }
		}
	};
	const walk = (holder) => {
		for (let at = holder.cssRules.length - 1; at >= 0; at--) {
			const rule = holder.cssRules[at];
			const kind = rule.constructor.name.replace(/^CSS|Rule$/g, '').replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase();
			const asked = (rule.conditionText || '').replace(/\((min|max)-width: 0px\)/, '(prefers-color-scheme)');
			const media = kind === 'media' && client.media.find((name) => asked.includes(name));
			if (client.at.includes(kind) || media) { holder.deleteRule(at); note(`@media${media ? ` ${media}` : ''}`.replace('@media', `@${kind}`)); continue; }
			if (rule.selectorText) {
				const all = rule.selectorText.split(', ');
				const known = all.filter((one) => !client.selectors.some((mark) => one.includes(mark)));
				if (known.length < all.length) note('selectors');
				if (!known.length) { holder.deleteRule(at); continue; }
				rule.selectorText = known.join(', ');
			}
			if (rule.style) strip(rule.style);
			if (rule.cssRules?.length) walk(rule);
		}
	};
	for (const name of client.tags) for (const element of view.querySelectorAll(name)) { element.replaceWith(...(name === 'style' ? [] : element.childNodes)); note(`<${name}>`); }
	for (const sheet of view.styleSheets) walk(sheet);
	for (const element of view.querySelectorAll('[style]')) strip(element.style);
	for (const name of client.attributes) for (const element of view.body.querySelectorAll(`[${name}]`)) { element.removeAttribute(name); note(name); }
	for (const image of view.images) if (client.images.some((kind) => new RegExp(`\\.${kind}\\b`).test(image.src))) { image.removeAttribute('src'); note('pictures'); }
	return left;
}
