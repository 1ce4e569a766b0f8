// The client against servers that misbehave: what is tried again, what is not, and what is never sent.
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import type { Answer } from '../../src/source/answer.ts'
import { callsUsed } from '../../src/control/ledger.ts'
import { testClient } from './harness.ts'
import type { TestClient } from './harness.ts'
import { apiError, json, startServer } from './http-server.ts'
import type { Handler, TestServer } from './http-server.ts'

let closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers) await close()
  closers = []
})

const serve = async (handler: Handler): Promise<TestServer> => {
  const server = await startServer(handler)
  closers.push(() => server.close())
  return server
}

const connect = async (
  url: string,
  options: Parameters<typeof testClient>[1] = {},
): Promise<TestClient & { get(path?: string): Promise<Answer> }> => {
  const made = await testClient(url, { staffUser: undefined, ...options })
  closers.unshift(() => made.close())
  const signal = new AbortController().signal
  const get = (path = '/things'): Promise<Answer> =>
    made.client.get({ siteId: 10001, path, query: [], rows: 'Things', staffToken: false, signal })
  return { ...made, get }
}

test('sends key, site, its own name and a request id, and asks for gzip only', async () => {
  const server = await serve((_, response) => json(response, { Things: [] }))
  const { get, control } = await connect(server.url, { extraHeaders: 'X-Partner: a:b\n\nX-Other: c' })
  const answer = await get()
  const { headers } = server.received[0] ?? {}
  expect(headers).toMatchObject({
    'api-key': 'demo-key',
    siteid: '10001',
    'user-agent': 'mindbody-elt',
    'accept-encoding': 'gzip',
    'x-partner': 'a:b',
    'x-other': 'c',
    'x-request-id': answer.requestId,
  })
  expect(headers).not.toHaveProperty('authorization')
  const [row] = await control.db.selectFrom('calls').selectAll().execute()
  expect(row).toMatchObject({ id: answer.requestId, endpoint: '/things', site_id: 10001 })
})

test('a gzip body is kept as received and decoded beside', async () => {
  const sent = gzipSync('{"Things":[1]}')
  const server = await serve((_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip', date: 'Wed, 01 Jul 2026 12:00:00 GMT' })
    response.end(sent)
  })
  const { get, client } = await connect(server.url)
  const answer = await get()
  expect(Buffer.from(answer.body).equals(sent)).toBe(true)
  expect(answer.encoding).toBe('gzip')
  expect(answer.text.toString()).toBe('{"Things":[1]}')
  expect(client.now().toISOString()).toBe('2026-07-01T12:00:00.000Z')
})

test('a body of braces, quotes and backslashes inside texts is whole', async () => {
  const rows = [
    { Id: 1, Name: 'a "}]{[" b', Path: 'c:\\\\' },
    { Id: 2, Name: '\\"' },
    { Id: 3, Name: '' },
  ]
  const server = await serve((_, response) => json(response, { Things: rows }))
  const { get, client } = await connect(server.url)
  expect(JSON.parse((await get()).text.toString())).toEqual({ Things: rows })
  expect(client.callsMade).toBe(1)
})

test('an empty object is an answer without rows', async () => {
  const server = await serve((_, response) => json(response, '{ }'))
  const { get, client } = await connect(server.url)
  await get()
  expect(client.callsMade).toBe(1)
})

test.each([408, 413, 429, 500, 502, 503, 504, 520, 521, 522, 524, 530])(
  'status %i is tried again',
  async (status) => {
    const server = await serve((_, response, index) =>
      index < 2 ? json(response, '<html>', status) : json(response, { Things: [] }),
    )
    const { get, client } = await connect(server.url)
    await get()
    expect(client.callsMade).toBe(3)
  },
)

const html = '<html>maintenance</html>'
test.each([
  ['an empty body', (response: Parameters<Handler>[1]) => json(response, '')],
  ['a web page with 200', (response: Parameters<Handler>[1]) => json(response, html)],
  ['truncated JSON', (response: Parameters<Handler>[1]) => json(response, '{"Things":[{"Id":1')],
  ['JSON cut after a row', (response: Parameters<Handler>[1]) => json(response, '{"Things":[{"Id":1}')],
  ['JSON cut in a text', (response: Parameters<Handler>[1]) => json(response, '{"Things":[{"Name":"a }')],
  ['two bodies in one', (response: Parameters<Handler>[1]) => json(response, '{"Things":[]}{"Things":[]}')],
  ['JSON of another shape', (response: Parameters<Handler>[1]) => json(response, '{"message":"busy"}')],
  ['an error with 200', (response: Parameters<Handler>[1]) => apiError(response, 200, 'Strange')],
  [
    'cut gzip',
    (response: Parameters<Handler>[1]) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      response.end(gzipSync('{"Things":[1,2,3]}').subarray(0, 20))
    },
  ],
  ['a reset', (response: Parameters<Handler>[1]) => void response.socket?.destroy()],
  [
    'a reset amid the body',
    (response: Parameters<Handler>[1]) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('{"Things":[')
      setTimeout(() => response.socket?.destroy(), 10)
    },
  ],
])('%s is tried again', async (_, misbehave) => {
  const server = await serve((_request, response, index) =>
    index < 1 ? misbehave(response) : json(response, '\uFEFF {"Things":[]} \n'),
  )
  const { get } = await connect(server.url)
  await get()
  expect(server.received).toHaveLength(2)
})

test('after the last try the problem says what came', async () => {
  const server = await serve((_, response) => json(response, html))
  const { get, client } = await connect(server.url)
  await expect(get()).rejects.toMatchObject({ code: 'ANSWER_BROKEN', exitCode: 6 })
  expect(client.callsMade).toBe(6)
  const down = await serve((_, response) => apiError(response, 503, 'SQLDBMaintenance', 'later'))
  const other = await connect(down.url)
  await expect(other.get()).rejects.toThrow(/503 SQLDBMaintenance: later/)
})

test('waits with full jitter, and as long as Retry-After says, at most 120 s', async () => {
  const waits = ['7', 'Wed, 01 Jul 2026 12:00:30 GMT', '86400', 'soon']
  const server = await serve((_, response, index) => {
    const headers = { date: 'Wed, 01 Jul 2026 12:00:00 GMT', 'retry-after': waits[index] ?? '' }
    if (index < waits.length) json(response, '', 503, headers)
    else json(response, { Things: [] })
  })
  const { get, sleeps } = await connect(server.url)
  await get()
  expect(sleeps.filter((ms) => ms >= 1_000)).toEqual([7_000, 30_000, 120_000, 8_000])
})

test('a body that trickles, never ends or is too large is given up', async () => {
  const server = await serve((_, response) => {
    response.writeHead(200)
    const timer = setInterval(() => response.write(' '), 20)
    response.on('close', () => clearInterval(timer))
  })
  const slow = await connect(server.url, { limits: { tries: 1, totalMs: 200 } })
  await expect(slow.get()).rejects.toThrow(/no whole answer in 200 ms/)
  const large = await serve((_, response) => json(response, { Things: 'x'.repeat(10_000) }))
  const capped = await connect(large.url, { limits: { tries: 1, bytes: 1_000 } })
  await expect(capped.get()).rejects.toMatchObject({ code: 'MINDBODY_UNAVAILABLE' })
})

test('a redirect is not followed', async () => {
  const server = await serve((_, response) => {
    response.writeHead(302, { location: 'http://127.0.0.1:9/' })
    response.end()
  })
  const { get } = await connect(server.url)
  await expect(get()).rejects.toMatchObject({ code: 'INTERNAL' })
  expect(server.received).toHaveLength(1)
})

test.each([
  [400, 'InvalidParameter', 'ClientIds should not be more than 20.', 'INTERNAL'],
  [401, 'DeniedAccess', 'Access denied', 'CREDENTIALS_REFUSED'],
  [403, 'None', 'You do not have access to siteId 10001', 'SITE_NOT_ACTIVATED'],
  [403, 'None', 'no permission', 'PERMISSION_MISSING'],
])('%i %s "%s" is %s and not tried again', async (status, code, message, problem) => {
  const server = await serve((_, response) => apiError(response, status, code, message))
  const { get } = await connect(server.url)
  await expect(get()).rejects.toMatchObject({ code: problem })
  await expect(get()).rejects.toThrow(message)
  expect(server.received).toHaveLength(2)
})

test('the budget is spent before calls are made, tries and token calls included', async () => {
  const server = await serve((request, response, index) => {
    if (request.url.pathname === '/usertoken/issue')
      json(response, { AccessToken: 'token-1', Expires: '2100-01-01T00:00:00Z' })
    else if (index < 3) json(response, '', 500)
    else json(response, { Things: [] })
  })
  const made = await connect(server.url, { staffUser: { username: 'owner', password: 'pw' }, dailyBudget: 4 })
  await made.get()
  await expect(made.get()).rejects.toMatchObject({ code: 'BUDGET_SPENT', exitCode: 5 })
  expect(server.received).toHaveLength(4)
  expect(await callsUsed(made.control, 10001, new Date().toISOString().slice(0, 10))).toBe(4)
})

test('at most max_concurrency calls are under way', async () => {
  let open = 0
  let most = 0
  const server = await serve((_, response) => {
    open += 1
    most = Math.max(most, open)
    setTimeout(() => {
      open -= 1
      json(response, { Things: [] })
    }, 20)
  })
  const { get } = await connect(server.url, { maxConcurrency: 3 })
  await Promise.all(Array.from({ length: 12 }, () => get()))
  expect(most).toBe(3)
})

test('an abort ends a call under way with its reason', async () => {
  const server = await serve(() => undefined)
  const { client } = await connect(server.url)
  const stop = new AbortController()
  const call = client.get({
    siteId: 1,
    path: '/x',
    query: [],
    rows: 'Things',
    staffToken: false,
    signal: stop.signal,
  })
  setTimeout(() => stop.abort(new Error('SIGTERM')), 30)
  await expect(call).rejects.toThrow('SIGTERM')
})

test('a stream that needs a staff user is not asked for without one', async () => {
  const server = await serve((_, response) => json(response, { Things: [] }))
  const { client } = await connect(server.url)
  const signal = new AbortController().signal
  const call = client.get({
    siteId: 1,
    path: '/client/clients',
    query: [],
    rows: 'Things',
    staffToken: true,
    signal,
  })
  await expect(call).rejects.toMatchObject({ code: 'PERMISSION_MISSING' })
  expect(server.received).toHaveLength(0)
})

test.each(['http://example.com/public/v6', 'ftp://127.0.0.1', 'nonsense'])(
  '%s is refused as a base URL',
  async (url) => {
    await expect(connect(url)).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  },
)

test('a key with a character no header can carry is told at once, without its text', async () => {
  const made = connect('https://example.com', { apiKey: 'secret\u201dkey' })
  await expect(made).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  await expect(made).rejects.toThrow(/api_key/)
  await expect(made).rejects.not.toThrow(/secret/)
  const headers = connect('https://example.com', { extraHeaders: 'X-A: 1\nX-B: caf\u2019hush' })
  await expect(headers).rejects.toThrow(/Line 2 of extra_headers/)
  await expect(headers).rejects.not.toThrow(/hush/)
})

test('a server that is not there is named by what failed', async () => {
  const { port } = new URL((await serve(() => undefined)).url)
  await closers.pop()?.()
  const { get } = await connect(`http://localhost:${port}`)
  await expect(get()).rejects.toThrow(/ECONNREFUSED/)
  await expect(get()).rejects.toMatchObject({ remedy: expect.stringContaining('base_url') as string })
})

test('a bare 404 points to base_url', async () => {
  const server = await serve((_, response) => json(response, '<html>', 404))
  const { get } = await connect(server.url)
  await expect(get()).rejects.toMatchObject({ remedy: expect.stringContaining('base_url') as string })
})

test('with the API key alone no staff user is blamed', async () => {
  const server = await serve((_, response) => apiError(response, 403, 'None', 'no permission'))
  const { get } = await connect(server.url)
  await expect(get()).rejects.toThrow(/API key alone may not read/)
})

test('extra headers that are none are refused without telling their text', async () => {
  const made = connect('https://example.com', { extraHeaders: 'X-A: 1\nsecret-without-colon' })
  await expect(made).rejects.toThrow(/Line 2 of extra_headers/)
  await expect(made).rejects.not.toThrow(/secret-without-colon/)
})
