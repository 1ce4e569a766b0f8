// Streams read from the simulated studio by both doors: the same records, and a card that declares all that came.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stringifyJson } from '../../src/core/json.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import type { SyncResult } from '../../src/lakehouse/sync.ts'
import { createShaper } from '../../src/source/records.ts'
import { streams } from '../../streams/index.ts'
import { catalogFor, readAll } from '../source/reading.ts'
import type { Reading } from '../source/reading.ts'
import { streamNamed } from '../source/odd-answers.ts'
import { query, syncOnce } from './line.ts'
import { asRecord } from './raw-records.ts'

/** The suite over the streams named; `parents` are synced with them. */
export const describeBothDoors = (names: readonly string[], parents: readonly string[]): void => {
  let home: string
  let sandbox: Sandbox
  let synced: SyncResult
  let reading: Reading
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'both-doors-'))
    sandbox = await startSandbox()
    const config = { start_date: '2026-06-15' }
    synced = await syncOnce({ home, url: sandbox.url, runId: 'r1', streams: [...parents, ...names], config })
    reading = await readAll(sandbox.url, catalogFor(names), { config })
  }, 240_000)
  afterAll(async () => {
    await sandbox.close()
    await rm(home, { recursive: true, force: true })
  })

  test('nothing was lost', () => {
    expect(synced.streams.filter(({ problem }) => problem !== undefined)).toEqual([])
    expect(reading.lost).toEqual([])
  })

  describe.each(names)('%s', (name) => {
    test('has rows, and the same by both doors', async () => {
      const stream = streamNamed(name)
      const shape = createShaper({ stream, columns: undefined }, streams)
      const held = await query(home, `from raw."${name}"`)
      const shaped = held.map((row) => {
        const siteId = Number(row.SiteId)
        return shape(asRecord(stream, row), { stream, siteId, id: 'all', query: [], concludes: false })
      })
      expect(held.length).toBeGreaterThan(0)
      expect(shaped.flatMap(({ changes }) => changes)).toEqual([])
      expect(shaped.map(({ data }) => data).toSorted()).toEqual(
        reading.recordsOf(name).map(stringifyJson).toSorted(),
      )
    })

    test('its card declares all that came', async () => {
      expect(await query(home, `from meta.schema_changes where stream = '${name}'`)).toEqual([])
    })
  })
}
