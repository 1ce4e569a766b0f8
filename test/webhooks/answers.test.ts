// The table of answers, row by row, over HTTP.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inboxRow } from '../../src/control/inbox-settle.ts'
import { receivedRows } from '../../src/control/inbox.ts'
import { addKey } from '../../src/control/webhook-keys.ts'
import { addPath, pathsKnown } from '../../src/control/webhook-paths.ts'
import { openFront, path, rawPost, signed } from './open-front.ts'
import type { Front } from './open-front.ts'

let front: Front
beforeAll(async () => {
  front = await openFront({ limits: { lingerMs: 30 } })
})
afterAll(() => front.dispose())

const rows = () => receivedRows(front.control, { limit: 1_000, maxBytes: 1e9 })
const ask = (method: string, on = path) => fetch(`${front.receiver.url}${on}`, { method })

test('HEAD on the path: 204, and noted as a look of Mindbody', async () => {
  const answer = await ask('HEAD')
  expect(answer.status).toBe(204)
  await expect
    .poll(async () => (await pathsKnown(front.control)).find((known) => known.path === path)?.head_seen_at)
    .toBeTruthy()
})

test('a signed body: 200, and then it is in the inbox as it came, whatever it holds', async () => {
  const body = '{"messageId":"m1", "name":"Café ✨"}'
  expect(await front.post(body)).toBe(200)
  const [row] = await rows()
  expect(Buffer.from(row?.body ?? []).toString()).toBe(body)
  expect(row).toMatchObject({ path, deliveries: 1 })
  expect(await front.post('no JSON at all')).toBe(200)
  expect(await front.post('')).toBe(200)
})

test('the same bytes again: 200 and counted; twice at once: one row', async () => {
  const body = '{"messageId":"again"}'
  expect(await Promise.all([front.post(body), front.post(body)])).toEqual([200, 200])
  expect(await front.post(body)).toBe(200)
  const mine = (await rows()).filter((row) => Buffer.from(row.body).toString() === body)
  expect(mine).toHaveLength(1)
  expect(mine[0]?.deliveries).toBe(3)
})

test('a chunked body is a body like another', async () => {
  const body = '{"messageId":"chunks"}'
  const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nX-Mindbody-Signature: ${signed(body)}\r\nTransfer-Encoding: chunked\r\n\r\n`
  const chunks = `5\r\n${body.slice(0, 5)}\r\n${(body.length - 5).toString(16)}\r\n${body.slice(5)}\r\n0\r\n\r\n`
  expect(await front.raw([head, chunks], /\r\n\r\n/)).toMatch(/^HTTP\/1.1 200 /)
})

test('a body in chunks of one byte is stored as it is, and takes no room beyond its time', async () => {
  const body = Buffer.from(`{"messageId":"bytes","name":"${'Café ✨ '.repeat(300)}"}`)
  const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nX-Mindbody-Signature: ${signed(body)}\r\nTransfer-Encoding: chunked\r\n\r\n`
  const chunks = [...body].map((byte) => `1\r\n${String.fromCodePoint(byte)}\r\n`).join('')
  expect(await front.raw([head, chunks, '0\r\n\r\n'], /\r\n\r\n/)).toMatch(/^HTTP\/1.1 200 /)
  expect((await rows()).filter((row) => body.equals(row.body))).toHaveLength(1)
  expect((await front.ops('/metrics')).text).toMatch(/held_bytes 0\n/)
})

test.each([
  ['missing', {}],
  ['malformed', { 'X-Mindbody-Signature': 'sha256=abc' }],
  ['of another body', { 'X-Mindbody-Signature': signed('other') }],
])('signature %s: 401, nothing stored, nothing of the body in the log', async (_what, headers) => {
  const before = (await rows()).length
  const answer = await fetch(`${front.receiver.url}${path}`, { method: 'POST', body: 'canary-body', headers })
  expect(answer.status).toBe(401)
  expect(await rows()).toHaveLength(before)
  expect(front.logged()).not.toContain('canary-body')
})

test('a signature given twice: 401', async () => {
  const heard = await front.raw(rawPost('{}', `X-Mindbody-Signature: ${signed('{}')}\r\n`), /\r\n\r\n/)
  expect(heard).toMatch(/^HTTP\/1.1 401 /)
})

test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
  '%s on the path: 405 and what is allowed',
  async (method) => {
    const answer = await ask(method)
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('HEAD, POST')
  },
)

test.each(['HEAD', 'POST', 'GET'])('%s elsewhere: 404', async (method) => {
  for (const on of ['/', `${path}/`, `${path}/../mindbody2`, '/hooks%2Fmindbody', `/${path}`])
    expect((await ask(method, on)).status, on).toBe(404)
})

test('a query does not make it another path', async () => {
  expect((await ask('HEAD', `${path}?a=b`)).status).toBe(204)
})

test('a body over the limit, by its length: 413 without a byte of it being asked for', async () => {
  const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 262145\r\nExpect: 100-continue\r\n\r\n`
  const heard = await front.raw(head)
  expect(heard).toMatch(/^HTTP\/1.1 413 /)
  expect(heard).toMatch(/\r\nConnection: close\r\n/i)
})

test('a body of just the limit is taken', async () => {
  expect(await front.post('x'.repeat(256 * 1024))).toBe(200)
})

test('a chunked body over the limit: 413, and the rest is not read', async () => {
  const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
  expect(await front.raw([head, ...Array.from({ length: 64 }, () => chunk)])).toMatch(/^HTTP\/1.1 413 /)
})

test('a sender that waits for 100 gets it, and then its answer', async () => {
  const heard = await front.raw(rawPost('{"waits":1}', 'Expect: 100-continue\r\n'), / 200 OK/)
  expect(heard).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK/)
})

test('a key and a path that another process stores are in force without a restart', async () => {
  const body = '{"messageId":"second key"}'
  const second = 'a-second-key-of-good-length='
  await addPath(front.control, { path: '/hooks/mindbody/second', at: new Date() })
  await addKey(front.control, { key: second, subscriptionId: 's2', at: new Date() })
  const send = () =>
    front.post(body, { 'X-Mindbody-Signature': signed(body, second) }, '/hooks/mindbody/second')
  await expect.poll(send, { timeout: 5_000, interval: 200 }).toBe(200)
  // The old key signs on: both do while one takes the other's place.
  expect(await front.post('{"messageId":"first key"}')).toBe(200)
  expect(await inboxRow(front.control, 'ffffffffffff')).toBeUndefined()
})
