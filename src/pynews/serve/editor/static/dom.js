// Elements from values, h('p.quiet', 'words'): text never becomes markup.
export function h(tag, ...children) {
	const [name, ...classes] = tag.split('.');
	const element = document.createElement(name);
	if (name === 'button') element.type = name;
	if (classes.length) element.className = classes.join(' ');
	const attributes = children[0]?.constructor === Object ? children.shift() : {};
	for (const [key, value] of Object.entries(attributes)) {
		if (value === undefined || value === null || value === false) continue;
		if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
		else if (key === 'class') element.className = value;
		else if (key in element && typeof value !== 'string') element[key] = value;
		else element.setAttribute(key, value);
	}
	element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
	return element;
}

// A group of choices of which one holds: radio buttons, so that arrows move between them.
export function choices(legend, name, options, chosen, onchange) {
	return h('fieldset.choices',
		h('legend.visually-hidden', legend),
		options.map(([value, words, title]) => h('label', { title },
			h('input', { type: 'radio', name, value, checked: value === chosen, onchange: () => onchange(value) }),
			h('span', words))));
}

export function select(label, name, options, chosen, onchange) {
	return h('label.select', h('span', label),
		h('select', { name, onchange: (event) => onchange(event.target.value) },
			options.map(([value, words]) => h('option', { value, selected: value === chosen }, words))));
}

export const kilobytes = (bytes) => (bytes < 1000 ? `${bytes} bytes` : `${Math.round(bytes / 1000)} KB`);

async function call(path, values, more) {
	const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
	const reply = await fetch(`/api/${path}?${query}`, more);
	if (!reply.ok) throw new Error(`${path}: ${reply.status}`);
	return (reply.headers.get('Content-Type') || '').startsWith('application/json') ? reply.json() : reply.text();
}

export const ask = (path, values = {}) => call(path, values);
export const tell = (path, tree, values = {}) => call(path, values, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(tree) });

export function say(words) {
	const line = document.getElementById('said');
	if (line.textContent !== words) line.textContent = words;
}

export async function copy(text, button) {
	await navigator.clipboard.writeText(text);
	const before = button.textContent;
	button.textContent = 'Copied';
	say('Copied');
	setTimeout(() => { button.textContent = before; }, 1500);
}

// A place in a source: a button that opens it in the editor where one was found, else words to copy.
export function place(project, path, line) {
	if (!path) return null;
	const words = line ? `${path}:${line}` : path;
	if (!project.editor) return h('code.place', words);
	return h('button.place', { title: 'Open in your editor', onclick: () => tell('open', { path, line: line || 1 }, {}).then((told) => say(told.opened ? 'Opened' : 'It could not be opened'), (error) => say(error.message)) }, words);
}
