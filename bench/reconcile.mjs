// Reconciliation at size: a million rows a side in seconds, and memory that does not grow with the file. Needs `npm run build`.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const limitMiB = 512
/** DuckDB holds its sides up to its own limit, which 20,000 lines do not reach: above that, length does not matter. */
const limitRatio = 1.5

const child = async (step, rows, folder) => {
  const made = spawn(
    process.execPath,
    [join(import.meta.dirname, 'reconcile-child.mjs'), step, String(rows), folder],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let text = ''
  for await (const chunk of made.stdout) text += chunk
  return JSON.parse(text)
}

/** Makes both sides in one process and compares them in another, whose peak is then its own. */
const measure = async (step, rows) => {
  const folder = await mkdtemp(join(tmpdir(), 'mindbody-elt-bench-'))
  try {
    await child('make', rows, folder)
    return await child(step, rows, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const tell = (what, { seconds, cpu_seconds: cpu, differences, peak_rss_mib: peak }) =>
  console.log(`${what}: ${differences} differences, ${seconds} s, ${cpu} CPU s, peak RSS ${peak} MiB`)

const million = await measure('rows', 1_000_000)
tell('1,000,000 rows a side', million)
for (const [step, seconds] of Object.entries(million.steps)) {
  if (seconds >= 0.1) console.log(`  ${step.padEnd(16)} ${seconds.toFixed(1)} s`)
}
const small = await measure('file', 20_000)
tell('20,000 lines, file to verdict', small)
const large = await measure('file', 200_000)
tell('200,000 lines, file to verdict', large)

const ratio = large.peak_rss_mib / small.peak_rss_mib
const verdict = (held) => (held ? 'held' : 'MISSED')
console.log(`peak RSS at most ${limitMiB} MiB: ${verdict(large.peak_rss_mib <= limitMiB)}`)
console.log(`ratio ${ratio.toFixed(2)}, at most ${limitRatio}: ${verdict(ratio <= limitRatio)}`)
process.exitCode = large.peak_rss_mib <= limitMiB && ratio <= limitRatio ? 0 : 1
