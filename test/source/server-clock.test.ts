// Whose clock counts: Mindbody's, never this machine's, which may be wrong by days, nor that of a gateway between.
import { afterEach, expect, test } from 'vitest'
import type { Client } from '../../src/source/client.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import { testClient } from './harness.ts'
import { apiError, json, startServer } from './http-server.ts'
import type { Handler } from './http-server.ts'
import { catalogFor, readAll } from './reading.ts'

let closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers) await close()
  closers = []
})

const zones = [
  { site_id: 10001, zone: 'America/Los_Angeles' },
  { site_id: 10002, zone: 'Europe/London' },
]
const noon = 'Wed, 01 Jul 2026 12:00:00 GMT'
const wrong = new Date('2031-01-01T00:00:00Z')

const connect = async (handler: Handler) => {
  const server = await startServer((request, response, index) => {
    response.sendDate = false
    handler(request, response, index)
  })
  const { client, close } = await testClient(server.url, { staffUser: undefined, clock: () => wrong })
  closers.push(close, () => server.close())
  return { client, server }
}

const get = (client: Client, path = '/things') =>
  client.get({
    siteId: 10001,
    path,
    query: [],
    rows: 'Things',
    staffToken: false,
    signal: new AbortController().signal,
  })

const start = (client: Client): Promise<Date> => client.startOfPass(10001, new AbortController().signal)

test.each([-3, 3])('a local clock that is %i days off moves no cursor and no window', async (days) => {
  const sandbox = await startSandbox()
  closers.push(() => sandbox.close())
  const clock = () => new Date(sandbox.business.now + days * 86_400_000)
  const options = { config: { time_zones: zones }, client: { clock } }
  const reading = await readAll(sandbox.url, catalogFor(['promo_codes', 'sales']), options)
  expect(reading.lost).toEqual([])
  const since = new Date(sandbox.business.now - 86_400_000).toISOString()
  const until = new Date(sandbox.business.now - 86_400_000).toISOString().slice(0, 10)
  const wholeAt = new Date(sandbox.business.now).toISOString()
  const modified = { kind: 'modified', since, wholeAt }
  const window = { kind: 'window', until, from: '2025-07-01', lookbackAt: wholeAt, wholeAt }
  const sites = reading.state.map(
    ({ state }) => (state?.stream.stream_state as { sites: object } | undefined)?.sites,
  )
  expect(sites).toEqual([
    { 10001: modified, 10002: modified },
    { 10001: window, 10002: window },
  ])
})

test('the start of a pass asks for the server’s time once, and not where an answer told it already', async () => {
  const { client, server } = await connect((_, response) =>
    json(response, { Sites: [] }, 200, { date: noon }),
  )
  expect(await start(client)).toEqual(new Date(noon))
  expect(await start(client)).toEqual(new Date(noon))
  expect(server.received.map(({ url }) => url.pathname + url.search)).toEqual([
    '/site/sites?request.siteIds=10001',
  ])
})

test('a site that cannot be reached has no start of a pass', async () => {
  const { client } = await connect((_, response) => void response.socket?.destroy())
  await expect(start(client)).rejects.toMatchObject({ code: 'MINDBODY_UNAVAILABLE' })
})

test('a gateway’s clock does not count, that of a refusal by Mindbody does', async () => {
  const { client } = await connect((_, response, index) => {
    if (index === 0) json(response, '<html>', 502, { date: wrong.toUTCString() })
    else if (index === 1) json(response, '<html>', 200, { date: wrong.toUTCString() })
    else if (index === 2) json(response, { Things: [] }, 200, { date: noon })
    else if (index === 3) json(response, '<html>', 404, { date: wrong.toUTCString() })
    else apiError(response, 400, 'InvalidParameter')
  })
  await get(client)
  expect(client.now()).toEqual(new Date(noon))
  await expect(get(client)).rejects.toMatchObject({ code: 'INTERNAL' })
  expect(client.now()).toEqual(new Date(noon))
})

test('an answer without a date, or with nonsense, keeps the time of the one before', async () => {
  const { client } = await connect((_, response, index) =>
    json(response, { Things: [] }, 200, index === 0 ? { date: noon } : index === 1 ? {} : { date: 'soon' }),
  )
  for (let call = 0; call < 3; call += 1) {
    await get(client)
    expect(client.now()).toEqual(new Date(noon))
  }
})

test('of answers that race the time is never later than the server’s own', async () => {
  const { client } = await connect(({ url }, response) => {
    const isSlow = url.pathname === '/slow'
    const date = isSlow ? noon : 'Wed, 01 Jul 2026 12:01:00 GMT'
    setTimeout(() => json(response, { Things: [] }, 200, { date }), isSlow ? 60 : 0)
  })
  await Promise.all([get(client, '/slow'), get(client, '/quick')])
  expect(client.now().getTime()).toBeLessThanOrEqual(Date.parse('Wed, 01 Jul 2026 12:01:00 GMT'))
  expect(client.now().getTime()).toBeGreaterThanOrEqual(Date.parse(noon))
})
