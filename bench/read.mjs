// `read` of 200,000 sales beside a bare fetch of the same pages: peak memory, records a second, and what the reading costs on top. Needs `npm run build`.
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '../dist/src/sandbox/sandbox.js'

const sales = 200_000
const limitMB = 250
const concurrency = 4
const root = join(import.meta.dirname, '..')

const config = (url) => ({
  credentials: { type: 'staff_user', username: 'owner', password: 'demo-password' },
  api_key: 'demo-key',
  site_ids: [10001, 10002],
  start_date: '2025-07-01',
  base_url: url,
  page_size: 200,
  requests_per_second: 1_000,
  max_concurrency: concurrency,
})

/** The catalog as a platform configures it: one stream, all columns. */
const catalog = {
  streams: [
    {
      stream: {
        name: 'sales',
        json_schema: { type: 'object' },
        supported_sync_modes: ['full_refresh', 'incremental'],
      },
      sync_mode: 'incremental',
      destination_sync_mode: 'append_dedup',
    },
  ],
}

/** Runs a script to its end, counts the records it prints, and takes what it tells of itself on its fourth stream. */
const run = async (script, args) => {
  const preload = join(import.meta.dirname, 'tell-usage.mjs')
  const child = spawn(process.execPath, ['--import', preload, script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  })
  let records = 0
  const mark = Buffer.from('{"type":"RECORD"')
  child.stdout.on('data', (chunk) => {
    for (let at = chunk.indexOf(mark); at !== -1; at = chunk.indexOf(mark, at + 1)) records += 1
  })
  let told = ''
  for await (const chunk of child.stdio[3]) told += chunk
  return { records, ...JSON.parse(told) }
}

const folder = await mkdtemp(join(tmpdir(), 'mindbody-elt-bench-'))
const sandbox = await startSandbox({ scale: { sales } })
try {
  const configFile = join(folder, 'config.json')
  const catalogFile = join(folder, 'catalog.json')
  await writeFile(configFile, JSON.stringify(config(sandbox.url)), { mode: 0o600 })
  await writeFile(catalogFile, JSON.stringify(catalog))
  const read = await run(join(root, 'dist/src/cli.js'), [
    'read',
    '--config',
    configFile,
    '--catalog',
    catalogFile,
  ])

  const pages = sandbox.calls.filter(({ path }) => path === '/sale/sales')
  const pagesFile = join(folder, 'pages.json')
  await writeFile(pagesFile, JSON.stringify({ url: sandbox.url, concurrency, pages }))
  const bare = await run(join(import.meta.dirname, 'bare-fetch.mjs'), [pagesFile])

  console.log(
    `read: ${read.records} sales in ${pages.length} pages, ${read.seconds} s, ${Math.round(read.records / read.seconds)} records/s, ` +
      `${read.cpu_seconds} CPU s, peak RSS ${read.peak_rss_mb} MB`,
  )
  console.log(`bare fetch of the same pages: ${bare.seconds} s, ${bare.cpu_seconds} CPU s`)
  console.log(`ratio ${(read.seconds / bare.seconds).toFixed(2)}`)
  const isHeld = read.peak_rss_mb < limitMB && read.records >= sales
  console.log(`all sales read, peak RSS below ${limitMB} MB: ${isHeld ? 'held' : 'MISSED'}`)
  process.exitCode = isHeld ? 0 : 1
} finally {
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
}
