// The receiver under strain: slow and broken senders, a full room, an inbox that cannot be written, and the end.
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { openControl } from '../../src/control/database.ts'
import { receivedRows } from '../../src/control/inbox.ts'
import { addPath } from '../../src/control/webhook-paths.ts'
import { openFront, path, rawPost, signed } from './open-front.ts'
import type { Front } from './open-front.ts'

let front: Front | undefined
afterEach(async () => {
  await front?.dispose()
  front = undefined
})

const begin = async (limits: Parameters<typeof openFront>[0] = {}): Promise<Front> =>
  (front = await openFront(limits))
const metric = async (asked: Front, result: string): Promise<number> => {
  const { text } = await asked.ops('/metrics')
  return Number(new RegExp(`requests_total\\{result="${result}"\\} (\\d+)`).exec(text)?.[1])
}

/** Until a body is being read. */
const held = (asked: Front) =>
  expect.poll(async () => (await asked.ops('/metrics')).text, { timeout: 5_000 }).toMatch(/held_bytes [1-9]/)

describe('senders', () => {
  test('who is slow with headers or body is cut off', async () => {
    const own = await begin({ limits: { headersMs: 100, bodyMs: 100, lingerMs: 10 } })
    const slowBody = rawPost('{"slow":true}').slice(0, -4)
    const [silent, head, body] = await Promise.all([
      own.raw(''),
      own.raw('POST /hooks/mindbody HTTP/1.1\r\nHost'),
      own.raw(slowBody),
    ])
    expect([silent, head]).toEqual([
      expect.stringMatching(/^(HTTP\/1.1 408 |$)/),
      expect.stringMatching(/^HTTP\/1.1 408 /),
    ])
    expect(body).toMatch(/^HTTP\/1.1 408 /)
    expect(await metric(own, 'slow')).toBe(1)
    expect((await own.ops('/metrics')).text).toMatch(/held_bytes 0\n/)
  })

  test('who hangs up in the middle leaves nothing behind', async () => {
    const own = await begin()
    const socket = connect(Number(new URL(own.receiver.url).port), '127.0.0.1')
    socket.write(rawPost('{"half":true}').slice(0, -3))
    await held(own)
    socket.destroy()
    await expect.poll(() => metric(own, 'gone')).toBe(1)
    expect((await own.ops('/metrics')).text).toMatch(/held_bytes 0\n/)
    expect(await receivedRows(own.control, { limit: 1, maxBytes: 1 })).toEqual([])
  })

  test('requests one behind the other on one connection are answered in their order', async () => {
    const own = await begin()
    const last = rawPost('{"n":3}', 'Connection: close\r\n')
    const heard = await own.raw(rawPost('{"n":1}') + `HEAD ${path} HTTP/1.1\r\nHost: x\r\n\r\n` + last)
    expect(heard.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 204', 'HTTP/1.1 200'])
  })

  test.each([
    [
      'two ways of telling the length',
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    [
      'two lengths',
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef`,
    ],
    ['a negative length', `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n`],
    [
      'a chunk that is no chunk',
      `POST ${path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
    ],
    ['no host', `POST ${path} HTTP/1.1\r\n\r\n`],
    ['no HTTP', '\x16\x03\x01\x02\x00\x01\x00'],
    ['headers without end', `POST ${path} HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`],
  ])('refused and closed: %s', async (_what, text) => {
    const own = await begin({ limits: { lingerMs: 10 } })
    expect(await own.raw(text)).toMatch(/^(HTTP\/1.1 4\d\d |$)/)
    expect(await receivedRows(own.control, { limit: 1, maxBytes: 1 })).toEqual([])
    expect(await own.post('{"after":true}')).toBe(200)
  })

  test('with the room for bodies taken: 503 with a time, and room again when they are gone', async () => {
    const own = await begin({ limits: { heldBytes: 1_000, lingerMs: 10 } })
    const holding = connect(Number(new URL(own.receiver.url).port), '127.0.0.1')
    holding.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n`)
    await held(own)
    expect(await own.post('x'.repeat(200))).toBe(503)
    expect(await own.post('x'.repeat(50))).toBe(200)
    holding.destroy()
    await expect.poll(() => own.post('x'.repeat(200))).toBe(200)
  })
})

describe('the inbox', () => {
  test('cannot be written: 503 and red; written again: 200 and green, by itself', async () => {
    const own = await begin({ limits: { retryWriteMs: 50, probeMs: 100 } })
    expect((await own.ops('/readyz')).status).toBe(200)
    await using other = await openControl(own.target)
    await other.db.transaction().execute(async (db) => {
      await db.updateTable('webhook_paths').set({ accepted: 0 }).execute()
      const answer = await fetch(`${own.receiver.url}${path}`, {
        method: 'POST',
        body: '{"held":1}',
        headers: { 'X-Mindbody-Signature': signed('{"held":1}') },
      })
      expect(answer.status).toBe(503)
      expect(answer.headers.get('retry-after')).toBe('30')
      const red = await own.ops('/readyz')
      expect(red.status).toBe(503)
      expect(JSON.parse(red.text)).toMatchObject({ ready: false, inbox: { ok: false } })
      expect((await own.ops('/metrics')).text).toMatch(/inbox_up 0\n/)
      expect((await own.ops('/')).text).toMatch(/events get 503/)
      expect((await own.ops('/healthz')).status).toBe(200)
    })
    await expect
      .poll(async () => (await own.ops('/readyz')).status, { timeout: 6_000, interval: 200 })
      .toBe(200)
    expect(await own.post('{"held":1}')).toBe(200)
    expect(own.logged()).toMatch(/cannot be written.*\n.*can be written again/)
  })

  test('held by another process for a moment: the event waits, and is taken', async () => {
    const own = await begin({ limits: { retryWriteMs: 5_000 } })
    await using other = await openControl(own.target)
    const held = other.db.transaction().execute(async (db) => {
      await db.updateTable('webhook_paths').set({ accepted: 0 }).execute()
      await sleep(200)
    })
    expect(await own.post('{"waits":1}')).toBe(200)
    await held
  })
})

describe('the end', () => {
  test('what is under way is answered and stored; nothing new is taken', async () => {
    const own = await begin()
    const body = '{"under":"way"}'
    const request = rawPost(body)
    const socket = connect(Number(new URL(own.receiver.url).port), '127.0.0.1')
    let heard = ''
    socket.setEncoding('latin1').on('data', (part: string) => (heard += part))
    socket.write(request.slice(0, -5))
    await held(own)
    const closing = own.receiver.close()
    await expect(fetch(own.receiver.url)).rejects.toThrow()
    socket.write(request.slice(-5))
    await closing
    await expect.poll(() => heard).toMatch(/^HTTP\/1.1 200 [\s\S]*Connection: close/i)
    expect(await receivedRows(own.control, { limit: 9, maxBytes: 9_999 })).toHaveLength(1)
    socket.destroy()
  })

  test('who never ends is cut off when the time is over', async () => {
    const own = await begin({ limits: { shutdownMs: 100, bodyMs: 60_000 } })
    const hanging = own.raw(rawPost('{"never":true}').slice(0, -2))
    await held(own)
    await own.receiver.close()
    expect(await hanging).toBe('')
  })
})

test('the second port tells of itself only to this machine, and of no path or key', async () => {
  const own = await begin()
  await addPath(own.control, { path: `${path}/secret-path`, at: new Date() })
  await own.post('{"a":1}')
  const asked = [own.ops('/'), own.ops('/metrics'), own.ops('/readyz?lag=3600')]
  for (const { status, text } of await Promise.all(asked)) {
    expect(status).toBe(200)
    expect(text).not.toMatch(/secret-path|\/hooks/)
  }
  expect((await own.ops('/readyz?lag=0')).status).toBe(503)
  expect((await own.ops('/other')).status).toBe(404)
  const posted = await fetch(`${own.receiver.opsUrl}/metrics`, { method: 'POST' })
  expect(posted.status).toBe(405)
  const port = Number(new URL(own.receiver.opsUrl).port)
  const heard = await new Promise<string>((resolve) => {
    const socket = connect(port, '127.0.0.1').setEncoding('latin1')
    socket.on('data', (part: string) => {
      resolve(part)
      socket.destroy()
    })
    socket.write('GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n')
  })
  expect(heard).toMatch(/^HTTP\/1.1 403 /)
})
