// One sync of the sales of a running sandbox, in a process of its own; prints what it took as JSON.
import { join } from 'node:path'
import { openControl } from '../dist/src/control/database.js'
import { createLedger } from '../dist/src/control/ledger.js'
import { writeMirror } from '../dist/src/control/mirror.js'
import { createTokenStore } from '../dist/src/control/tokens.js'
import { silentLog } from '../dist/src/core/log.js'
import { sync } from '../dist/src/lakehouse/sync.js'
import { Client } from '../dist/src/source/client.js'
import { streams } from '../dist/streams/index.js'

const [, , url, home] = process.argv
const control = await openControl(join(home, 'control.db'))
const runId = 'bench'
const log = silentLog()
const client = new Client({
  baseUrl: url,
  apiKey: 'demo-key',
  staffUser: { username: 'owner', password: 'demo-password' },
  ledger: createLedger(control, { runId }),
  tokens: createTokenStore(control),
  maxConcurrency: 4,
  requestsPerSecond: 10_000,
  log,
})
const began = performance.now()
const result = await sync({
  config: {
    site_ids: [10001, 10002],
    start_date: '2025-07-01',
    page_size: 200,
    page_retention_days: 35,
    max_concurrency: 4,
    lookback_days: [],
    time_zones: [],
  },
  home,
  streams: streams.filter(({ name }) => name === 'sites' || name === 'sales'),
  allStreams: streams,
  client,
  runId,
  log,
  mirror: (entry) => writeMirror(control, entry),
  progress: () => undefined,
  signal: new AbortController().signal,
})
const cpu = process.cpuUsage()
await client.close()
await control.close()
const sales = result.streams.filter(({ stream }) => stream === 'sales')
console.log(
  JSON.stringify({
    rows: sales.reduce((sum, { rows }) => sum + rows, 0),
    statuses: sales.map(({ status }) => status),
    calls: result.callsUsed,
    seconds: Math.round((performance.now() - began) / 100) / 10,
    cpu_seconds: Math.round((cpu.user + cpu.system) / 100_000) / 10,
    // maxRSS is in KiB.
    peak_rss_mib: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
)
