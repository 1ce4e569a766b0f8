// PyAirbyte reads every default stream into its own DuckDB cache, twice: the second time only what changed.
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openReadOnly } from '../../src/lakehouse/duck.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'
import { isIncremental } from '../../src/source/catalog.ts'
import { defaultStreams } from '../../src/source/stream.ts'
import { streams } from '../../streams/index.ts'
import { openLane, sayLeftOut } from './lane.ts'
import type { Lane } from './lane.ts'
import { pythonEnv } from './python-env.ts'

interface Counted {
  readonly processed: number
  /** Rows of each table of the cache. */
  readonly rows: Readonly<Record<string, number>>
}

const chosen = defaultStreams(streams)
let lane: Lane

beforeAll(async () => {
  lane = await openLane('2025-07-01')
})
afterAll(() => lane.close())

/** One read into the lane's cache, by a process of its own; the state of the last one lies in the cache. */
const readOnce = async (python: string): Promise<Counted> => {
  const ended = await execa(python, [join(import.meta.dirname, 'pyairbyte', 'read_once.py')], {
    env: {
      LANE_FOLDER: lane.folder,
      LANE_STREAMS: JSON.stringify(chosen.map(({ name }) => name)),
      SOURCE_EXECUTABLE: lane.executable,
      AIRBYTE_OFFLINE_MODE: '1',
      DO_NOT_TRACK: '1',
      NO_LIVE_PROGRESS: '1',
      AIRBYTE_LOGGING_ROOT: join(lane.folder, 'logs'),
      AIRBYTE_PROJECT_DIR: lane.folder,
      AIRBYTE_CACHE_ROOT: join(lane.folder, 'caches'),
    },
    reject: false,
  })
  expect(ended.exitCode, `${ended.stdout.slice(-2000)}\n${ended.stderr.slice(-4000)}`).toBe(0)
  return {
    processed: Number(/^processed (\d+)$/m.exec(ended.stdout)?.[1]),
    rows: await rowsOfCache(join(lane.folder, 'cache.duckdb')),
  }
}

const rowsOfCache = async (path: string): Promise<Counted['rows']> => {
  const cache = await openReadOnly(path)
  try {
    const counts = chosen.map(({ name }) => `select '${name}' as name, count(*) as rows from raw."${name}"`)
    const rows = await cache.rows<{ name: string; rows: number }>(counts.join(' union all '))
    return Object.fromEntries(rows.map(({ name, rows: count }) => [name, count]))
  } finally {
    cache.close()
  }
}

/** The lane reads from the studio's first day on, so all of it is asked for. */
const rowsOfStudio = (name: string): number => recordsOf(lane.sandbox.business, name, 10001).length

test('the rows of its cache are those of the studio, at first and after a day', async ({ skip }) => {
  const env = await pythonEnv('pyairbyte')
  if ('missing' in env) {
    sayLeftOut('PyAirbyte', env.missing)
    return skip()
  }
  const first = await readOnce(env.python)
  const callsOfFirst = lane.sandbox.calls.length
  expect(Object.keys(first.rows)).toHaveLength(chosen.length)
  for (const { name } of chosen) expect(first.rows[name], name).toBe(rowsOfStudio(name))

  lane.sandbox.advance(1)
  const second = await readOnce(env.python)
  expect(second.processed).toBeLessThan(first.processed / 2)
  expect(lane.sandbox.calls.length - callsOfFirst).toBeLessThan(callsOfFirst / 5)
  // A stream read whole is replaced; the others are merged by key, and a row that left the studio stays.
  for (const stream of chosen) {
    const { name } = stream
    const expected = rowsOfStudio(name)
    if (isIncremental(stream)) expect(second.rows[name], name).toBeGreaterThanOrEqual(expected)
    else expect(second.rows[name], name).toBe(expected)
  }
})
