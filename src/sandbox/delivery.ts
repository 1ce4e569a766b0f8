// How an answer goes out over the wire: whole, or as a fault wants it.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { Answer } from './answers.ts'
import type { Effect } from './effect.ts'

export interface Outgoing {
  readonly answer: Answer
  /** The simulated instant, UTC ms. */
  readonly now: number
  readonly effect: Effect
  readonly headers: Readonly<Record<string, string>>
  /** Between two bytes of a trickle. */
  readonly delayMs: number
}

/** Sends an answer, zipped where the caller takes it. */
export const deliver = (request: IncomingMessage, response: ServerResponse, outgoing: Outgoing): void => {
  const { answer, now, effect, delayMs } = outgoing
  const { delivery = 'whole' } = effect
  if (delivery === 'reset') {
    response.destroy()
    return
  }
  const plain = Buffer.from(answer.body, 'utf8')
  const takesGzip = String(request.headers['accept-encoding'] ?? '').includes('gzip')
  const zip = takesGzip && (plain.length > 512 || delivery === 'gzip_cut')
  const whole = zip ? gzipSync(plain, { level: 1 }) : plain
  const bytes = delivery === 'gzip_cut' ? whole.subarray(0, Math.ceil(whole.length * 0.7)) : whole
  response.sendDate = false
  response.statusCode = answer.status
  const headers: Record<string, string> = {
    Date: new Date(now).toUTCString(),
    'Content-Type': answer.body.startsWith('<') ? 'text/html' : 'application/json; charset=utf-8',
    ...(zip ? { 'Content-Encoding': 'gzip' } : {}),
    ...(delivery === 'endless' ? {} : { 'Content-Length': String(bytes.length) }),
    ...effect.headers?.(now),
    ...outgoing.headers,
  }
  for (const [name, value] of Object.entries(headers)) if (value !== '') response.setHeader(name, value)
  switch (delivery) {
    case 'reset_after_headers':
      response.flushHeaders()
      setTimeout(() => response.destroy(), 10)
      break
    case 'reset_in_body':
      response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)))
      setTimeout(() => response.destroy(), 10)
      break
    case 'trickle':
      trickle(response, bytes, delayMs)
      break
    case 'endless':
      response.write(bytes)
      babble(response)
      break
    default:
      response.end(bytes)
  }
}

const trickle = (response: ServerResponse, bytes: Buffer, delayMs: number): void => {
  let sent = 0
  const timer = setInterval(() => {
    response.write(bytes.subarray(sent, sent + 1))
    sent += 1
    if (sent >= bytes.length) response.end()
  }, delayMs)
  response.on('close', () => clearInterval(timer))
}

/** Blanks after a whole JSON body are still JSON: only a limit ends this. */
const babble = (response: ServerResponse): void => {
  const blanks = Buffer.alloc(64 * 1024, ' ')
  const timer = setInterval(() => {
    if (!response.writableNeedDrain) response.write(blanks)
  }, 1)
  response.on('close', () => clearInterval(timer))
}
