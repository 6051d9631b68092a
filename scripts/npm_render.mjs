// Renders MJML with npm mjml, for scripts/compare_npm.py: a JSON list of MJML texts
// on standard input becomes a JSON list of {html, errors} on standard output.
//
//   node scripts/npm_render.mjs DIRECTORY_WITH_NODE_MODULES

import { createRequire } from 'node:module'
import path from 'node:path'
import { readFileSync } from 'node:fs'

const require = createRequire(path.join(path.resolve(process.argv[2] ?? '.'), 'package.json'))
const mjml = require('mjml')

const rendered = []
for (const text of JSON.parse(readFileSync(0, 'utf8'))) {
  try {
    const { html, errors } = await mjml(text, { fonts: {}, validationLevel: 'soft' })
    rendered.push({ html, errors: errors.map(({ line, message, tagName }) => ({ line, message, tagName })) })
  } catch (error) {
    rendered.push({ html: '', errors: [{ line: 0, message: String(error), tagName: '' }] })
  }
}
process.stdout.write(JSON.stringify(rendered))
