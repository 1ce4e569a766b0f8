// Staff tokens over HTTP: one call at a time per site, renewed in time, issued again once when refused.
import { inspect } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { createTokenStore } from '../../src/control/tokens.ts'
import { owner, testClient } from './harness.ts'
import { apiError, json, startServer } from './http-server.ts'
import type { Handler } from './http-server.ts'

let closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers) await close()
  closers = []
})

const connect = async (handler: Handler, options: Parameters<typeof testClient>[1] = {}) => {
  const server = await startServer(handler)
  const made = await testClient(server.url, options)
  closers.push(
    () => made.close(),
    () => server.close(),
  )
  const get = (siteId = 10001) =>
    made.client.get({
      siteId,
      path: '/things',
      query: [],
      rows: 'Things',
      staffToken: true,
      signal: new AbortController().signal,
    })
  const calls = () =>
    server.received.map(({ url, headers }) => `${url.pathname} ${headers.authorization ?? '-'}`)
  return { ...made, server, get, calls }
}

const date = 'Wed, 01 Jul 2026 12:00:00 GMT'
const later = (minutes: number): string =>
  new Date(Date.parse('2026-07-01T12:00:00Z') + minutes * 60_000).toISOString()

/** Issues token-1, token-2, ... that live for some minutes of the server's clock. */
const tokenServer =
  (lifeMinutes: number, answer: Handler): Handler =>
  (request, response, index) => {
    if (!request.url.pathname.startsWith('/usertoken/')) return answer(request, response, index)
    const body = { TokenType: 'Bearer', AccessToken: `token-${index}`, Expires: later(lifeMinutes) }
    return json(response, body, 200, { date })
  }

const things: Handler = (_, response) => json(response, { Things: [] }, 200, { date })

test('callers that come together share one token per site', async () => {
  const { get, calls, server } = await connect(tokenServer(60, things))
  await Promise.all([get(), get(), get(), get(10002)])
  expect(calls().filter((call) => call.startsWith('/usertoken/issue'))).toHaveLength(2)
  expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({ Username: 'owner', Password: 'demo-password' })
})

test('a token is renewed in its last minute, at most 7 times, then issued again', async () => {
  const clock = () => new Date('2026-07-01T12:00:00Z')
  const { get, calls } = await connect(tokenServer(0.5, things), { clock })
  for (let call = 0; call < 10; call += 1) await get()
  const tokenCalls = calls().filter((call) => call.startsWith('/usertoken'))
  expect(tokenCalls.map((call) => call.split(' ')[0]?.split('/').at(-1))).toEqual([
    'issue',
    ...Array.from({ length: 7 }, () => 'renew'),
    'issue',
    'renew',
  ])
  expect(tokenCalls[1]).toBe('/usertoken/renew Bearer token-0')
})

test('a refused renewal falls back to issuing', async () => {
  const clock = () => new Date('2026-07-01T12:00:00Z')
  const { get, calls } = await connect(
    (request, response, index) =>
      request.url.pathname === '/usertoken/renew'
        ? apiError(response, 401, 'DeniedAccess')
        : tokenServer(0.5, things)(request, response, index),
    { clock },
  )
  await get()
  await get()
  expect(calls().map((call) => call.split(' ')[0])).toEqual([
    '/usertoken/issue',
    '/things',
    '/usertoken/renew',
    '/usertoken/issue',
    '/things',
  ])
})

test('a refused token is issued again once, and the same page asked again', async () => {
  const { get, calls } = await connect(
    tokenServer(60, (request, response, index) =>
      request.headers.authorization === 'Bearer token-0'
        ? apiError(response, 401, 'DeniedAccess')
        : things(request, response, index),
    ),
  )
  await get()
  expect(calls()).toEqual([
    '/usertoken/issue -',
    '/things Bearer token-0',
    '/usertoken/issue -',
    '/things Bearer token-2',
  ])
})

test('a second refusal is final', async () => {
  const { get, calls } = await connect(
    tokenServer(60, (_, response) => apiError(response, 401, 'DeniedAccess')),
  )
  await expect(get()).rejects.toMatchObject({ code: 'CREDENTIALS_REFUSED', exitCode: 4 })
  expect(calls()).toHaveLength(4)
})

test('wrong credentials are told without the password', async () => {
  const { get } = await connect((_, response) => apiError(response, 401, 'DeniedAccess', 'Invalid user'))
  await expect(get()).rejects.toThrow(/user's name and password, for site 10001/)
  await expect(get()).rejects.not.toThrow(/demo-password/)
})

test('a token outlives the client: it is kept, and told as a secret', async () => {
  const secrets: string[] = []
  const { get, control, server } = await connect(tokenServer(60, things), {
    onSecret: (secret) => secrets.push(secret),
  })
  await get()
  const store = createTokenStore(control)
  expect(await store.load(10001, owner.username)).toMatchObject({ token: 'token-0', renewals: 0 })
  expect(secrets).toEqual(['token-0'])
  const second = await testClient(server.url, {
    tokens: store,
    clock: () => new Date('2026-07-01T12:00:00Z'),
  })
  closers.unshift(() => second.close())
  const signal = new AbortController().signal
  await second.client.get({
    siteId: 10001,
    path: '/things',
    query: [],
    rows: 'Things',
    staffToken: true,
    signal,
  })
  expect(server.received.filter(({ url }) => url.pathname === '/usertoken/issue')).toHaveLength(1)
})

test('a token answer that is no JSON is told without a word of it', async () => {
  const { get } = await connect((request, response) =>
    request.url.pathname === '/usertoken/issue'
      ? json(response, '{"AccessToken": token-secret }')
      : json(response, { Things: [] }),
  )
  const error = await get().then(
    () => undefined,
    (caught: unknown) => caught,
  )
  expect(error).toMatchObject({ code: 'ANSWER_BROKEN' })
  expect(inspect(error, { depth: 5 })).not.toContain('token-secret')
})
