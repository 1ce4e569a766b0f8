// Anything at all sent at the receiver: no crash, no unbounded memory, and events are taken all the while.
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { collectGarbage } from '../../src/core/heap.ts'
import { openFront, path, rawPost } from './open-front.ts'
import type { Front } from './open-front.ts'

let front: Front
beforeAll(async () => {
  front = await openFront({ limits: { headersMs: 300, bodyMs: 300, lingerMs: 20, idleMs: 500 } })
})
afterAll(() => front.dispose())

const token = fc.string({ unit: fc.constantFrom(...'abcXYZ-_:;, \t\r\n\0\x7f"\'%/\\'), maxLength: 60 })
const header = fc.oneof(
  fc.tuple(token, token).map(([name, value]) => `${name}: ${value}`),
  fc.constantFrom(
    'Content-Length: 5',
    'Content-Length: 999999999999999999999',
    'Content-Length: 0x10',
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: gzip, chunked',
    'Transfer-Encoding : chunked',
    'Expect: 100-continue',
    'Expect: everything',
    'Connection: upgrade',
    'Upgrade: websocket',
    'Host: y',
    'X-Forwarded-For: 1.2.3.4',
    'X-Mindbody-Signature: sha256=',
  ),
)
const request = fc
  .record({
    method: fc.constantFrom('POST', 'GET', 'HEAD', 'CONNECT', 'TRACE', 'PRI', 'post', ''),
    on: fc.oneof(fc.constant(path), fc.constantFrom('*', '//', `http://evil${path}`, '/%00', ''), token),
    version: fc.constantFrom('HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', ''),
    headers: fc.array(header, { maxLength: 6 }),
    end: fc.constantFrom('\r\n\r\n', '\n\n', '\r\n', ''),
    body: fc.string({ unit: 'binary', maxLength: 200 }),
  })
  .map(({ method, on, version, headers, end, body }) =>
    [`${method} ${on} ${version}`, 'Host: x', ...headers].join('\r\n').concat(end, body),
  )

/** Writes and goes on when the receiver has closed, or after a while: some of it is a slow sender's beginning. */
const throwAt = (text: string): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(front.receiver.url).port), '127.0.0.1')
    const timer = setTimeout(() => socket.destroy(), 40)
    socket
      .on('error', () => socket.destroy())
      .on('close', () => {
        clearTimeout(timer)
        resolve()
      })
    socket.resume().write(text, 'latin1')
  })

test('requests of any form: the next event is taken', async () => {
  let nth = 0
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 8, maxLength: 8 }), async (texts) => {
      await Promise.all(texts.map(throwAt))
      nth += 1
      expect(await front.post(`{"after":${nth}}`)).toBe(200)
    }),
    { numRuns: 60 },
  )
  expect(front.logged()).not.toMatch(/failed on our side/)
})

test('bodies of any bytes are stored as they came', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 5_000 }), async (body) => {
      expect(await front.post(body)).toBe(200)
    }),
    { numRuns: 100 },
  )
})

/** What is held: of what was let go, V8 gives some back only a moment after it was collected. */
const rssMiB = async (): Promise<number> => {
  collectGarbage()
  await sleep(200)
  collectGarbage()
  return process.memoryUsage().rss / 2 ** 20
}

test('floods of large, unsigned, broken-off and endless bodies leave memory as it was', async () => {
  const large = 'x'.repeat(200_000)
  const wave = async (): Promise<void> => {
    await Promise.all(
      Array.from({ length: 40 }, (_, nth) =>
        throwAt(
          nth % 2 === 0
            ? rawPost(large).replace(/sha256=.{6}/, 'sha256=wrong!')
            : `POST ${path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${`10000\r\n${'x'.repeat(65_536)}\r\n`.repeat(6)}`,
        ),
      ),
    )
  }
  for (let nth = 0; nth < 10; nth += 1) await wave()
  const before = await rssMiB()
  for (let nth = 0; nth < 40; nth += 1) await wave()
  expect((await rssMiB()) - before).toBeLessThan(100)
  const { text } = await front.ops('/metrics')
  expect(text).toMatch(/held_bytes 0\n/)
  expect(await front.post('{"after":"the flood"}')).toBe(200)
})

test('bodies in chunks of one byte take the memory of their bytes, not of their chunks', async () => {
  // Time enough for all of them to be held at once, however busy the machine.
  const patient = await openFront({ limits: { bodyMs: 60_000 } })
  onTestFinished(() => patient.dispose())
  const bytes = 250_000
  const flood = Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${'1\r\nx\r\n'.repeat(bytes)}`,
  )
  const held = async (): Promise<number> =>
    Number(/held_bytes (\d+)\n/.exec((await patient.ops('/metrics')).text)?.[1])
  const before = await rssMiB()
  const sockets = Array.from({ length: 6 }, () =>
    connect(Number(new URL(patient.receiver.url).port), '127.0.0.1'),
  )
  for (const socket of sockets) socket.on('error', () => socket.destroy()).write(flood)
  await expect.poll(held, { timeout: 60_000, interval: 100 }).toBeGreaterThanOrEqual(6 * bytes)
  expect((await rssMiB()) - before).toBeLessThan(100)
  for (const socket of sockets) socket.destroy()
  await expect.poll(held, { timeout: 60_000 }).toBe(0)
  expect(await patient.post('{"after":"the chunks"}')).toBe(200)
})

test.each([
  ['an unknown path', 'POST /nowhere'],
  ['another method', `PUT ${path}`],
  ['a body that is too large', `POST ${path}`],
])('of %s nothing is kept while the sender is given time to read the answer', async (_, line) => {
  const patient = await openFront({ limits: { bodyMs: 60_000, lingerMs: 60_000, shutdownMs: 500 } })
  onTestFinished(() => patient.dispose())
  const large = line === `POST ${path}` ? `3ffff\r\n${'x'.repeat(0x3ffff)}\r\n` : ''
  const flood = Buffer.from(
    `${line} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${large}${'1\r\nx\r\n'.repeat(60_000)}`,
  )
  const before = await rssMiB()
  const { port } = new URL(patient.receiver.url)
  const answered = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const socket = connect(Number(port), '127.0.0.1')
      socket.on('error', () => socket.destroy()).write(flood)
      const [answer] = (await once(socket, 'data')) as [Buffer]
      return { socket, status: Number(answer.toString().split(' ')[1]) }
    }),
  )
  expect(new Set(answered.map(({ status }) => status))).toEqual(
    new Set([line.startsWith('PUT') ? 405 : line.endsWith('nowhere') ? 404 : 413]),
  )
  expect((await rssMiB()) - before).toBeLessThan(60)
  for (const { socket } of answered) socket.destroy()
})
