// PyAirbyte reads every default stream into its own DuckDB cache, twice: the second time only what changed.
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
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
  lane = await openLane()
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
  const lines = ended.stdout.split('\n')
  expect(ended.exitCode, `${ended.stdout.slice(-2000)}\n${ended.stderr.slice(-4000)}`).toBe(0)
  return JSON.parse(lines.findLast((line) => line.startsWith('{"processed"')) ?? '{}') as Counted
}

/** Rows the studio has: within the days read, where a stream is read by days. */
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
  for (const stream of chosen) {
    if (!isIncremental(stream)) expect(second.rows[stream.name], stream.name).toBe(rowsOfStudio(stream.name))
  }
})
