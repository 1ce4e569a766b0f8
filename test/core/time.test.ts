// Wall clocks and instants: gaps, overlaps, half-hour changes, a skipped day, whatever the zone of this machine.
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  addDays,
  daysBetween,
  isLocalDate,
  localDateOf,
  localToUtc,
  utcToLocal,
  zoneOf,
} from '../../src/core/time.ts'
import { windowsZones } from '../../src/core/windows-zones.ts'

afterEach(() => vi.unstubAllEnvs())

const zones = [
  'UTC',
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Europe/London',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Auckland',
  'Pacific/Chatham',
]

const cases = [
  ['an ordinary morning', 'America/Los_Angeles', '2026-06-01T09:00:00', '2026-06-01T16:00:00.000Z'],
  [
    'a gap: the first instant after it',
    'America/Los_Angeles',
    '2026-03-08T02:30:00',
    '2026-03-08T10:00:00.000Z',
  ],
  [
    'an overlap: the earlier of both',
    'America/Los_Angeles',
    '2026-11-01T01:30:00',
    '2026-11-01T08:30:00.000Z',
  ],
  ['the hour after an overlap', 'America/Los_Angeles', '2026-11-01T02:00:00', '2026-11-01T10:00:00.000Z'],
  ['a gap in Europe', 'Europe/London', '2026-03-29T01:30:00', '2026-03-29T01:00:00.000Z'],
  ['an overlap in Europe', 'Europe/London', '2026-10-25T01:30:00', '2026-10-25T00:30:00.000Z'],
  ['a gap of half an hour', 'Australia/Lord_Howe', '2026-10-04T02:15:00', '2026-10-03T15:30:00.000Z'],
  ['an overlap of half an hour', 'Australia/Lord_Howe', '2026-04-05T01:45:00', '2026-04-04T14:45:00.000Z'],
  ['a midnight that was skipped', 'America/Sao_Paulo', '2018-11-04T00:00:00', '2018-11-04T03:00:00.000Z'],
  ['a day that was skipped', 'Pacific/Apia', '2011-12-30T12:00:00', '2011-12-30T10:00:00.000Z'],
  ['the day before it', 'Pacific/Apia', '2011-12-29T23:59:59', '2011-12-30T09:59:59.000Z'],
  ['a quarter-hour zone', 'Asia/Kathmandu', '2026-01-01T00:00:00', '2025-12-31T18:15:00.000Z'],
] as const

describe.each(['America/Los_Angeles', 'Pacific/Auckland', 'UTC'])('on a machine in %s', (machine) => {
  test.each(cases)('%s (%s)', (_, zone, local, instant) => {
    vi.stubEnv('TZ', machine)
    expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(machine)
    expect(localToUtc(local, zone).toISOString()).toBe(instant)
  })

  test('every instant is found again from its wall clock, or its twin an overlap earlier', () => {
    vi.stubEnv('TZ', machine)
    const instants = fc.date({
      min: new Date('2005-01-01T00:00:00Z'),
      max: new Date('2037-01-01T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (date, zone) => {
        const instant = new Date(Math.floor(date.getTime() / 1_000) * 1_000)
        const local = utcToLocal(instant, zone)
        const found = localToUtc(local, zone)
        expect(utcToLocal(found, zone)).toBe(local)
        expect(found.getTime()).toBeLessThanOrEqual(instant.getTime())
        expect(instant.getTime() - found.getTime()).toBeLessThanOrEqual(3_600_000)
      }),
      { numRuns: 150 },
    )
  })

  test('a wall clock either exists, or is answered by the first instant after it', () => {
    vi.stubEnv('TZ', machine)
    // Days around the changes of 2026, where the gaps are.
    const days = fc.constantFrom(
      '2026-03-08',
      '2026-03-29',
      '2026-04-05',
      '2026-09-27',
      '2026-10-04',
      '2026-11-01',
    )
    const seconds = fc.integer({ min: 0, max: 86_399 })
    fc.assert(
      fc.property(days, seconds, fc.constantFrom(...zones), (day, second, zone) => {
        const local = `${day}T${new Date(second * 1_000).toISOString().slice(11, 19)}`
        const found = localToUtc(local, zone)
        const reading = utcToLocal(found, zone)
        if (reading === local) return
        expect(reading > local).toBe(true)
        expect(utcToLocal(new Date(found.getTime() - 1_000), zone) < local).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})

test('the local day is the day of the site, not of the machine', () => {
  const instant = new Date('2026-07-01T03:00:00Z')
  expect(localDateOf(instant, 'America/Los_Angeles')).toBe('2026-06-30')
  expect(localDateOf(instant, 'Europe/London')).toBe('2026-07-01')
})

test('calendar arithmetic knows leap years and nothing of zones', () => {
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
  expect(addDays('2026-03-08', 1)).toBe('2026-03-09')
  expect(daysBetween('2025-07-01', '2026-07-01')).toBe(365)
  expect(daysBetween('2026-01-02', '2026-01-01')).toBe(-1)
  fc.assert(
    fc.property(fc.integer({ min: -40_000, max: 40_000 }), (days) => {
      expect(daysBetween('2026-01-01', addDays('2026-01-01', days))).toBe(days)
    }),
  )
})

test('only real days written YYYY-MM-DD are days', () => {
  expect(['2024-02-29', '1999-12-31'].every(isLocalDate)).toBe(true)
  expect(
    ['2026-02-29', '2026-13-01', '2026-6-1', '26-01-01', '2026-01-01T00:00:00', ''].some(isLocalDate),
  ).toBe(false)
})

test('what is no time, no day or no zone is refused', () => {
  expect(() => localToUtc('yesterday', 'UTC')).toThrow(RangeError)
  expect(() => localToUtc('2026-01-01T00:00:00', 'Mars/Olympus')).toThrow(RangeError)
  expect(() => addDays('2026', Number.NaN)).toThrow(RangeError)
})

test('zones by IANA and by Windows name; an offset is no place', () => {
  expect(zoneOf('America/Los_Angeles')).toBe('America/Los_Angeles')
  expect(zoneOf(' Pacific Standard Time ')).toBe('America/Los_Angeles')
  expect(zoneOf('GMT Standard Time')).toBe('Europe/London')
  expect(['', '  ', null, undefined, '+02:00', 'PST', 'Mars/Olympus'].map(zoneOf)).toEqual(
    Array(7).fill(undefined),
  )
})

test('every Windows name leads to a zone this system knows', () => {
  for (const [name, zone] of Object.entries(windowsZones)) expect(zoneOf(name), name).toBe(zone)
  for (const zone of Object.values(windowsZones)) expect(zoneOf(zone), zone).toBe(zone)
})
