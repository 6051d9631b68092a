// Writes src/pynews/render/mjml/components.json: what MJML's own validator knows.
//
//   npm install --prefix /tmp/mjml mjml@5.4.1
//   node scripts/mjml_components.mjs /tmp/mjml > src/pynews/render/mjml/components.json
//
// The table is taken from npm mjml (MIT, Copyright (c) 2016 Mailjet SAS). The
// elements "mjml", "mj-all", "mj-class", "mj-selector" and "mj-html-attribute"
// have no component there; what they take is added by hand below.

import { createRequire } from 'node:module'
import path from 'node:path'

const root = path.resolve(process.argv[2] ?? '.')
const require = createRequire(path.join(root, 'package.json'))
require('mjml')
const { components } = require('mjml-core')
const { dependencies } = require('mjml-validator')
const names = require('mjml-core/lib/types/helpers/colors')
const { version } = require('mjml/package.json')

const named = (list) => (list ?? []).filter((name) => typeof name === 'string').sort()
const sorted = (types) => Object.fromEntries(Object.entries(types ?? {}).sort())

const table = {
  mjml: {
    attributes: { dir: 'string', lang: 'string', owa: 'enum(mobile,desktop)' },
    children: named(dependencies.mjml),
    ending: false,
  },
  'mj-all': { attributes: {}, children: [], ending: false },
  'mj-class': { attributes: { name: 'string' }, children: [], ending: false },
  'mj-selector': { attributes: { path: 'string' }, children: ['mj-html-attribute'], ending: false },
  'mj-html-attribute': { attributes: { name: 'string' }, children: [], ending: true },
}
for (const [name, component] of Object.entries(components).sort()) {
  table[name] = {
    attributes: sorted(component.allowedAttributes),
    children: named(dependencies[name]),
    ending: Boolean(component.endingTag),
  }
}
const colours = [...names].sort()
const licence = 'MIT, Copyright (c) 2016 Mailjet SAS, https://mjml.io'
process.stdout.write(`${JSON.stringify({ source: `mjml ${version}`, licence, colours, components: table }, null, 1)}\n`)
