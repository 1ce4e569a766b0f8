// A receiver for tests: a home of its own, a key, and deliveries sent over real sockets.
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openControl } from '../../src/control/database.ts'
import type { Control } from '../../src/control/database.ts'
import { createLog } from '../../src/core/log.ts'
import { openReceiver } from '../../src/webhooks/receiver.ts'
import type { Receiver, ReceiverOptions } from '../../src/webhooks/receiver.ts'

/** Key and path of the document's own example. */
export const key = 'fruFor651QwsHmiZDq3REmVmtKpHCydSkommfrILxEg='
export const path = '/hooks/mindbody'

export const signed = (body: string | Uint8Array, by = key): string =>
  `sha256=${createHmac('sha256', by).update(body).digest('base64')}`

export interface Front {
  readonly receiver: Receiver
  readonly control: Control
  readonly target: string
  /** Lines of the log so far. */
  readonly logged: () => string
  /** Status of a delivery; signed unless headers say otherwise. */
  post(body: string, headers?: Readonly<Record<string, string>>, on?: string): Promise<number>
  /** What comes back for raw bytes, until the receiver closes the connection or the pattern matches. */
  raw(text: string | readonly string[], until?: RegExp): Promise<string>
  ops(path: string): Promise<{ readonly status: number; readonly text: string }>
  dispose(): Promise<void>
}

export const openFront = async (
  options: Partial<ReceiverOptions> & { readonly target?: string } = {},
): Promise<Front> => {
  const folder = await mkdtemp(join(tmpdir(), 'receiver-'))
  const target = options.target ?? join(folder, 'control.db')
  // A file waits on the test's own thread; a server needs time to be reached.
  const control = await openControl(target, { busyTimeoutMs: options.target === undefined ? 10 : 1_000 })
  let lines = ''
  const receiver = await openReceiver({
    control,
    home: folder,
    webhooks: { path, signature_keys: [key], trusted_proxies: [] },
    host: '127.0.0.1',
    port: 0,
    opsPort: 0,
    log: createLog({ json: true, level: 'debug', stream: { write: (text: string) => (lines += text) } }),
    now: () => new Date(),
    onKey: () => {},
    ...options,
  })
  return {
    receiver,
    control,
    target,
    logged: () => lines,
    post: async (body, headers = {}, on = path) => {
      const answer = await fetch(`${receiver.url}${on}`, {
        method: 'POST',
        body,
        headers: { 'X-Mindbody-Signature': signed(body), ...headers },
      })
      await answer.arrayBuffer()
      return answer.status
    },
    raw: (text, until) => speak(Number(new URL(receiver.url).port), text, until),
    ops: async (asked) => {
      const answer = await fetch(`${receiver.opsUrl}${asked}`)
      return { status: answer.status, text: await answer.text() }
    },
    dispose: async () => {
      await receiver.close()
      await control.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const speak = async (port: number, text: string | readonly string[], until?: RegExp): Promise<string> => {
  const socket: Socket = connect(port, '127.0.0.1')
  let heard = ''
  const done = new Promise<void>((resolve) => {
    socket.setEncoding('latin1').on('data', (part: string) => {
      heard += part
      if (until?.test(heard) === true) resolve()
    })
    // A reset is an end as well: what was heard before counts.
    socket.on('error', () => resolve()).on('close', () => resolve())
  })
  await Promise.race([once(socket, 'connect'), done])
  for (const part of [text].flat()) socket.write(part, 'latin1')
  await done
  socket.destroy()
  return heard
}

/** A raw POST with its length. */
export const rawPost = (body: string, more = ''): string =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nX-Mindbody-Signature: ${signed(body)}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${more}\r\n${body}`
