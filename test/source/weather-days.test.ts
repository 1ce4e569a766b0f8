// Days that are not like others, and clocks that are off: what is asked for, and that nothing falls between two days.
import { afterEach, describe, expect, test } from 'vitest'
import { recordsOf } from '../../src/sandbox/truth.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import { addDays } from '../../src/core/time.ts'
import { json, startServer } from './http-server.ts'
import { catalogFor, readAll } from './reading.ts'
import type { Reading } from './reading.ts'

let closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers) await close()
  closers = []
})

interface Window {
  readonly from: string
  readonly to: string
}

/** The windows of sales a first read asks for, by a server whose clock shows an instant. */
const windowsAt = async (instant: string, zone: string, startDate: string): Promise<readonly Window[]> => {
  const date = new Date(instant).toUTCString()
  const server = await startServer(({ url }, response) => {
    const PaginationResponse = {
      RequestedLimit: Number(url.searchParams.get('request.limit') ?? 100),
      RequestedOffset: Number(url.searchParams.get('request.offset') ?? 0),
      PageSize: 0,
      TotalResults: 0,
    }
    const isSales = url.pathname === '/sale/sales'
    json(response, { PaginationResponse, [isSales ? 'Sales' : 'Sites']: [] }, 200, { date })
  })
  closers.push(() => server.close())
  const reading = await readAll(server.url, catalogFor(['sales']), {
    config: { site_ids: [7], start_date: startDate, time_zones: [{ site_id: 7, zone }] },
    client: { extraHeaders: 'X-Instead-Of: a staff user', staffUser: undefined },
  })
  expect(reading.lost).toEqual([])
  return server.received.flatMap(({ url }) => {
    const from = url.searchParams.get('request.startSaleDateTime')
    const to = url.searchParams.get('request.endSaleDateTime')
    return from === null || to === null ? [] : [{ from, to }]
  })
}

const angeles = 'America/Los_Angeles'
const london = 'Europe/London'

describe('windows of days that are short, long, rare or last', () => {
  test.each([
    ['the day before clocks go forward', angeles, '2026-03-08T07:59:59Z', '2026-03-07'],
    ['the short day begins', angeles, '2026-03-08T08:00:00Z', '2026-03-08'],
    ['the short day ends an hour early', angeles, '2026-03-09T06:59:59Z', '2026-03-08'],
    ['the day after the short one', angeles, '2026-03-09T07:00:00Z', '2026-03-09'],
    ['the long day begins', angeles, '2026-11-01T07:00:00Z', '2026-11-01'],
    ['the long day ends an hour late', angeles, '2026-11-02T07:59:59Z', '2026-11-01'],
    ['the day after the long one', angeles, '2026-11-02T08:00:00Z', '2026-11-02'],
    ['the short day of London', london, '2026-03-29T22:59:59Z', '2026-03-29'],
    ['the day after it', london, '2026-03-29T23:00:00Z', '2026-03-30'],
    ['the long day of London', london, '2026-10-25T23:59:59Z', '2026-10-25'],
    ['the day before it', london, '2026-10-24T22:59:59Z', '2026-10-24'],
    ['a leap day', angeles, '2028-03-01T07:59:59Z', '2028-02-29'],
    ['the day after a leap day', london, '2028-03-01T00:00:00Z', '2028-03-01'],
    ['the last day of a year', angeles, '2027-01-01T07:59:59Z', '2026-12-31'],
    ['the first day of a year', london, '2027-01-01T00:00:00Z', '2027-01-01'],
  ])('%s (%s, %s)', async (_, zone, instant, today) => {
    const startDate = addDays(today, -75)
    const windows = await windowsAt(instant, zone, startDate)
    const days = [...new Map(windows.map((window) => [window.from, window])).values()].toSorted(
      (one, other) => (one.from < other.from ? -1 : 1),
    )
    expect(days[0]?.from).toBe(`${startDate}T00:00:00`)
    expect(days.at(-1)?.to).toBe(`${today}T23:59:59`)
    for (const [place, { from }] of days.entries()) {
      const before = days[place - 1]
      if (before !== undefined) expect(from).toBe(`${addDays(before.to.slice(0, 10), 1)}T00:00:00`)
    }
  })
})

test('a year with both changes of the clock in two zones brings each sale once', async () => {
  const sandbox = await startSandbox()
  closers.push(() => sandbox.close())
  const reading = await readAll(sandbox.url, catalogFor(['sales']))
  const known = [10_001, 10_002].flatMap((siteId) =>
    recordsOf(sandbox.business, 'sales', siteId).map(({ Id }) => `${siteId}/${String(Id)}`),
  )
  const read = reading.recordsOf('sales').map(({ SiteId, Id }) => `${String(SiteId)}/${String(Id)}`)
  expect(read.toSorted()).toEqual(known.toSorted())
})

describe('clocks that are two hours off', () => {
  const versions = (readings: readonly Reading[], stream: string, key: string): readonly string[] => {
    const newest = new Map<string, string>()
    for (const reading of readings) {
      for (const row of reading.recordsOf(stream))
        newest.set(String(row[key]), JSON.stringify(row.Email ?? row.Payments))
    }
    return [...newest].map((entry) => entry.join(' ')).toSorted()
  }

  test.each<[string, { readonly fault?: 'clock_ahead' | 'clock_behind'; readonly ourHours: number }]>([
    ['Mindbody is ahead', { fault: 'clock_ahead', ourHours: 0 }],
    ['Mindbody is behind', { fault: 'clock_behind', ourHours: 0 }],
    ['this machine is ahead', { ourHours: 2 }],
    ['this machine is behind', { ourHours: -2 }],
  ])('%s: what changed on the next day is found', async (_, { fault, ourHours }) => {
    const sandbox = await startSandbox()
    closers.push(() => sandbox.close())
    if (fault !== undefined) sandbox.setFaults([{ name: fault, times: Infinity }])
    const options = {
      config: { site_ids: [10001], start_date: '2026-06-01' },
      client: { clock: () => new Date(sandbox.business.now + ourHours * 3_600_000) },
    }
    const catalog = catalogFor(['clients', 'sales'])
    const first = await readAll(sandbox.url, catalog, options)
    sandbox.advance(1)
    const second = await readAll(sandbox.url, catalog, { ...options, state: first.state })
    expect([...first.lost, ...second.lost]).toEqual([])
    expect(second.recordsOf('clients').length).toBeLessThan(first.recordsOf('clients').length)
    const fresh = await readAll(sandbox.url, catalog, options)
    for (const [stream, key] of [
      ['clients', 'UniqueId'],
      ['sales', 'Id'],
    ] as const) {
      const found = new Set(versions([first, second], stream, key))
      for (const version of versions([fresh], stream, key)) expect(found).toContain(version)
    }
  })
})
