// The zone of a site in `read`: its own, also where the answer names other sites before it.
import { afterEach, expect, test } from 'vitest'
import { json, startServer } from './http-server.ts'
import type { TestServer } from './http-server.ts'
import { catalogFor, readAll } from './reading.ts'

let server: TestServer
afterEach(() => server.close())

test('of several sites in an answer the one asked for gives the zone', async () => {
  const date = 'Wed, 01 Jul 2026 12:00:00 GMT'
  const sites = [
    { Id: 999, TimeZone: 'Pacific/Kiritimati' },
    { Id: 10001, TimeZone: 'America/Los_Angeles' },
    { Id: 998, TimeZone: 'Pacific/Kiritimati' },
  ]
  server = await startServer(({ url }, response) => {
    const isSites = url.pathname === '/site/sites'
    const PaginationResponse = {
      RequestedLimit: Number(url.searchParams.get('request.limit')),
      RequestedOffset: Number(url.searchParams.get('request.offset')),
      PageSize: isSites ? sites.length : 0,
      TotalResults: isSites ? sites.length : 0,
    }
    json(response, { PaginationResponse, ...(isSites ? { Sites: sites } : { Classes: [] }) }, 200, { date })
  })
  const reading = await readAll(server.url, catalogFor(['classes']), {
    config: { site_ids: [10001], start_date: '2026-07-01' },
    client: { staffUser: undefined },
  })
  expect(reading.lost).toEqual([])
  const ends = server.received.flatMap(({ url }) => url.searchParams.getAll('request.endDateTime'))
  expect(ends.at(-1)).toBe('2026-07-31T23:59:59')
})
