// Peak memory of `sync` over 20,000 and 200,000 sales: flat means that history length does not matter. Needs `npm run build`.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '../dist/src/sandbox/sandbox.js'

const limitMiB = 512
const limitRatio = 1.2

/** Syncs the sales of a sandbox in a child process, which prints one line of JSON at its end. */
const measure = async (sales) => {
  const sandbox = await startSandbox({ scale: { sales } })
  const home = await mkdtemp(join(tmpdir(), 'mindbody-elt-bench-'))
  try {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'memory-child.mjs'), sandbox.url, home],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    let text = ''
    for await (const chunk of child.stdout) text += chunk
    return JSON.parse(text)
  } finally {
    await sandbox.close()
    await rm(home, { recursive: true, force: true })
  }
}

/** The middle of three runs by peak: one run's peak varies by a tenth. */
const measureThrice = async (sales) => {
  const runs = [await measure(sales), await measure(sales), await measure(sales)]
  return runs.sort((one, other) => one.peak_rss_mib - other.peak_rss_mib)[1]
}

const small = await measureThrice(20_000)
const large = await measureThrice(200_000)
const ratio = large.peak_rss_mib / small.peak_rss_mib
for (const [name, run] of Object.entries({ '20,000': small, '200,000': large })) {
  console.log(
    `${name} sales: ${run.rows} rows, ${run.calls} calls, ${run.seconds} s, ${run.cpu_seconds} CPU s, peak RSS ${run.peak_rss_mib} MiB`,
  )
}
const verdict = (held) => (held ? 'held' : 'MISSED')
console.log(`peak RSS at most ${limitMiB} MiB: ${verdict(large.peak_rss_mib <= limitMiB)}`)
console.log(`ratio ${ratio.toFixed(2)}, at most ${limitRatio}: ${verdict(ratio <= limitRatio)}`)
process.exitCode = large.peak_rss_mib <= limitMiB && ratio <= limitRatio ? 0 : 1
