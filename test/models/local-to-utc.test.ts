// One rule for wall clocks, written twice: the SQL macro of the models and localToUtc of core/time answer alike.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localToUtc, utcToLocal } from '../../src/core/time.ts'
import { Duck } from '../../src/lakehouse/duck.ts'
import { macroSql } from './macro.ts'

interface Reading {
  readonly local: string
  readonly zone: string
}

const dayMs = 86_400_000

let duck: Duck
let zones: readonly string[]
let sql: string

beforeAll(async () => {
  duck = await Duck.open(':memory:')
  const known = await duck.rows<{ name: string }>('select distinct name from pg_timezone_names()')
  const theirs = new Set(known.map(({ name }) => name))
  zones = Intl.supportedValuesOf('timeZone').filter((zone) => theirs.has(zone))
  sql = await macroSql('macros/local_to_utc.sql', 'local_to_utc', { local: 'local', zone: 'zone' })
})

afterAll(() => duck.close())

const readingsSql = (readings: readonly Reading[]): string =>
  readings.map(({ local, zone }, nth) => `(${nth}, timestamp '${local}', '${zone}')`).join(', ')

/** Instants by the macro, in the order asked. */
const byMacro = async (readings: readonly Reading[]): Promise<readonly number[]> => {
  const rows = await duck.rows<{ ms: number }>(
    `select epoch_ms(${sql}) as ms from (values ${readingsSql(readings)}) as reading(nth, local, zone) order by nth`,
  )
  return rows.map(({ ms }) => Number(ms))
}

/** DuckDB and Node each bring their own copy of the zone rules; where those differ there is nothing to compare. */
const sameRules = async (readings: readonly Reading[]): Promise<readonly boolean[]> => {
  const probes = readings.flatMap(({ local, zone }) =>
    [-1, 0, 1].map((days) => ({ zone, instant: new Date(Date.parse(`${local}Z`) + days * dayMs) })),
  )
  const values = probes
    .map(
      ({ zone, instant }, nth) =>
        `(${nth}, '${zone}', timestamp '${instant.toISOString().slice(0, 19).replace('T', ' ')}')`,
    )
    .join(', ')
  const rows = await duck.rows<{ local: string }>(
    `select strftime(timezone(zone, timezone('UTC', instant)), '%Y-%m-%dT%H:%M:%S') as local
     from (values ${values}) as probe(nth, zone, instant) order by nth`,
  )
  const agrees = probes.map(({ zone, instant }, nth) => rows[nth]?.local === utcToLocal(instant, zone))
  return readings.map((_, nth) => agrees.slice(nth * 3, nth * 3 + 3).every(Boolean))
}

const expectAlike = async (readings: readonly Reading[]): Promise<number> => {
  const comparable = await sameRules(readings)
  const kept = readings.filter((_, nth) => comparable[nth] === true)
  if (kept.length === 0) return 0
  const ours = await byMacro(kept)
  const differing = kept
    .map((reading, nth) => ({
      ...reading,
      sql: ours[nth],
      ts: localToUtc(reading.local, reading.zone).getTime(),
    }))
    .filter((row) => row.sql !== row.ts)
  expect(differing).toEqual([])
  return kept.length
}

describe('local_to_utc', () => {
  it('takes the first instant after a gap and the earlier of two', async () => {
    const readings = [
      { local: '2026-03-08T02:30:00', zone: 'America/Los_Angeles' },
      { local: '2026-11-01T01:30:00', zone: 'America/Los_Angeles' },
      { local: '2026-10-04T02:15:00', zone: 'Australia/Lord_Howe' },
      { local: '2011-12-30T12:00:00', zone: 'Pacific/Apia' },
    ]
    const instants = (await byMacro(readings)).map((ms) => new Date(ms).toISOString())
    expect(instants).toEqual([
      '2026-03-08T10:00:00.000Z',
      '2026-11-01T08:30:00.000Z',
      '2026-10-03T15:30:00.000Z',
      '2011-12-30T10:00:00.000Z',
    ])
  })

  it('agrees with localToUtc in every zone on the nights clocks are changed', async () => {
    const nights = [
      '2026-03-08T02:30:00',
      '2026-03-29T01:30:00',
      '2026-04-05T02:15:00',
      '2026-10-25T01:45:00',
      '2026-11-01T01:00:00',
    ]
    const readings = zones.flatMap((zone) => nights.map((local) => ({ local, zone })))
    expect(await expectAlike(readings)).toBeGreaterThan(readings.length * 0.95)
  })

  it('agrees with localToUtc at any time in any zone', async () => {
    const reading = fc.record({
      zone: fc.nat().map((nth) => zones[nth % zones.length] ?? 'UTC'),
      local: fc
        .integer({ min: Date.UTC(2010, 0, 1) / 1_000, max: Date.UTC(2030, 11, 31) / 1_000 })
        .map((seconds) => new Date(seconds * 1_000).toISOString().slice(0, 19)),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(reading, { minLength: 50, maxLength: 50 }), async (readings) => {
        await expectAlike(readings)
      }),
      { numRuns: 20 },
    )
  })
})
