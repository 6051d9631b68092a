// Times npm mjml with its juice, warm, for benchmarks/render.py: a JSON list of MJML
// texts on standard input; prints the CPU seconds of each round over all of them.
//
//   node scripts/npm_bench.mjs DIRECTORY_WITH_NODE_MODULES ROUNDS

import { createRequire } from 'node:module'
import path from 'node:path'
import { readFileSync } from 'node:fs'

const require = createRequire(path.join(path.resolve(process.argv[2]), 'package.json'))
const mjml = require('mjml')
const texts = JSON.parse(readFileSync(0, 'utf8'))

const seconds = []
for (let round = -2; round < Number(process.argv[3]); round++) {
  const before = process.cpuUsage()
  for (const text of texts) await mjml(text, { fonts: {}, validationLevel: 'soft' })
  const { user, system } = process.cpuUsage(before)
  if (round >= 0) seconds.push((user + system) / 1e6)
}
process.stdout.write(JSON.stringify(seconds))
