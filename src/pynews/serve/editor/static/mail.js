// The message in its frame: filled in place, so that it neither flashes nor jumps.
import { h } from './dom.js';

export class Mail {
  constructor(onpick) {
    this.frame = h('iframe', { class: 'mail', title: 'The message, as a reader sees it', sandbox: 'allow-same-origin', src: '/frame' });
    this.ready = new Promise((resolve) => this.frame.addEventListener('load', () => {
      const view = this.frame.contentDocument;
      view.addEventListener('click', (event) => {
        event.preventDefault();
        const link = event.target.closest('a[href]');
        const href = link && link.getAttribute('href');
        if (href && href.startsWith('#') && href.length > 1) view.getElementById(href.slice(1))?.scrollIntoView({ block: 'start' });
        onpick(event.target, href);
      }, true);
      this.size = new ResizeObserver(() => this.fit());
      this.size.observe(view.documentElement);
      resolve(view);
    }, { once: true }));
  }

  async show(html, { look, images }) {
    const view = await this.ready;
    const root = view.documentElement;
    const [head] = html.match(/<html[^>]*>/i) || [''];
    root.innerHTML = html.slice(html.indexOf(head) + head.length);
    for (const [name, usual] of [['lang', 'en'], ['dir', 'ltr']]) root.setAttribute(name, head.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1] || usual);
    root.style.cssText = `color-scheme:${look === 'dark' ? 'dark' : 'light'};overflow:hidden`;
    // A link that leads away does nothing: the sandbox opens no windows.
    view.head.append(Object.assign(view.createElement('base'), { target: '_blank' }));
    if (!images) hideImages(view);
    if (look.startsWith('forced')) forceDark(view, look === 'forced-full');
    this.frame.title = view.title || 'The message';
    this.fit();
  }

  fit() {
    const root = this.frame.contentDocument?.documentElement;
    if (!root) return;
    const height = Math.ceil(root.getBoundingClientRect().height);
    if (height) this.frame.style.height = `${height}px`;
    const wide = root.scrollWidth > root.clientWidth + 1;
    this.frame.toggleAttribute('data-wide', wide);
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
const PLACES = [['color', false], ['background-color', true], ['border-top-color', true], ['border-bottom-color', true], ['border-left-color', true], ['border-right-color', true]];

function forceDark(view, full) {
  const changes = [];
  for (const element of [view.documentElement, ...view.body.querySelectorAll('*'), view.body]) {
    const style = view.defaultView.getComputedStyle(element);
    for (const [name, ground] of PLACES) {
      const [red, green, blue, alpha = 1] = (style.getPropertyValue(name).match(/[\d.]+/g) || []).map(Number);
      if (alpha === 0 || red === undefined) continue;
      const [light, a, b] = toLab(red, green, blue);
      if (full || (ground ? light >= 50 : light < 50)) changes.push([element, name, `rgba(${toRgb(50 - (light - 50) * 0.75, a * 0.8, b * 0.8).join(',')},${alpha})`]);
    }
  }
  const canvas = view.defaultView.getComputedStyle(view.documentElement).backgroundColor;
  if (/, 0\)$/.test(canvas)) changes.push([view.documentElement, 'background-color', 'rgb(30,30,30)']);
  for (const [element, name, colour] of changes) element.style.setProperty(name, colour, 'important');
}

// sRGB and CIE Lab (D65), as CSS Color 4 section 17 gives them.
const WHITE = [0.95047, 1, 1.08883];
const linear = (value) => ((value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const gamma = (value) => Math.round(255 * Math.min(1, Math.max(0, value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055)));

function toLab(red, green, blue) {
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const [x, y, z] = [
    0.4124564 * r + 0.3575761 * g + 0.1804375 * b,
    0.2126729 * r + 0.7151522 * g + 0.072175 * b,
    0.0193339 * r + 0.119192 * g + 0.9503041 * b,
  ].map((value, index) => { const t = value / WHITE[index]; return t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116; });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function toRgb(light, a, b) {
  const y = (light + 16) / 116;
  const [X, Y, Z] = [y + a / 500, y, y - b / 200].map((f, index) => (f ** 3 > 216 / 24389 ? f ** 3 : (116 * f - 16) / (24389 / 27)) * WHITE[index]);
  return [3.2404542 * X - 1.5371385 * Y - 0.4985314 * Z, -0.969266 * X + 1.8760108 * Y + 0.041556 * Z, 0.0556434 * X - 0.2040259 * Y + 1.0572252 * Z].map(gamma);
}
