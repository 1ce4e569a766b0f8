// A sender as Mindbody's: signs, tells some twice, in no order, and tries again whatever was not answered with 2xx.
import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** One event on its way: the bytes, and the header that a key made of them. */
export interface Message {
  readonly id: string
  readonly body: Buffer
  readonly signature: string
}

/** Signs as Mindbody does: the key is text, the value is Base64. */
export const signed = (id: string, body: string | Buffer, key: string): Message => {
  const bytes = Buffer.from(body)
  const mac = createHmac('sha256', Buffer.from(key, 'utf8')).update(bytes).digest('base64')
  return { id, body: bytes, signature: `sha256=${mac}` }
}

export interface Sending {
  readonly url: string
  readonly messages: readonly Message[]
  /** Share of the messages that is sent a second time. Default 0. */
  readonly duplicates?: number
  /** Another seed is another order. Default 1. */
  readonly seed?: number
  readonly concurrency?: number
  /** Posts begun in a second, at most. */
  readonly perSecond?: number
  /** Rest before a refused message is tried again: 15 minutes at Mindbody. Default 20. */
  readonly retryMs?: number
  /** What has not been accepted by then fails the test. Default 120,000. */
  readonly limitMs?: number
}

export interface Sent {
  /** Ids of all messages that were answered with 2xx. */
  readonly acknowledged: ReadonlySet<string>
  /** Answers by status; 0 = none came. */
  readonly answers: ReadonlyMap<number, number>
}

/** Numbers in [0, 1), the same ones for the same seed. */
const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The same elements in an order that the seed decides. */
export const shuffled = <T>(list: readonly T[], seed: number): readonly T[] => {
  const random = randomFrom(seed)
  return list
    .map((element) => ({ element, at: random() }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ element }) => element)
}

/** The status of the answer, 0 when the connection broke before one was whole. */
const post = (url: string, agent: Agent, { body, signature }: Message): Promise<number> =>
  new Promise((resolve) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': body.length,
      'x-mindbody-signature': signature,
    }
    const asked = request(url, { method: 'POST', agent, headers, timeout: 10_000 }, (answer) => {
      answer.on('error', () => resolve(0))
      answer.on('end', () => resolve(answer.statusCode ?? 0))
      answer.resume()
    })
    asked.on('timeout', () => asked.destroy())
    asked.on('error', () => resolve(0))
    asked.end(body)
  })

/** Sends until every message was accepted; a message that was is not sent again, unless it is a duplicate from the start. */
export const send = async (sending: Sending): Promise<Sent> => {
  const { url, messages, duplicates = 0, seed = 1, concurrency = 16, retryMs = 20 } = sending
  const twice = shuffled(messages, seed + 1).slice(0, Math.round(messages.length * duplicates))
  const waiting = [...shuffled([...messages, ...twice], seed)]
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency })
  const acknowledged = new Set<string>()
  const answers = new Map<number, number>()
  const began = Date.now()
  /** Earliest moment of the next post: time lost while nobody answered is not caught up with. */
  let nextMs = began
  let gaveUp = false
  const work = async (): Promise<void> => {
    for (let message = waiting.pop(); message !== undefined; message = waiting.pop()) {
      gaveUp ||= Date.now() - began > (sending.limitMs ?? 120_000)
      if (gaveUp) return
      const dueMs = Math.max(nextMs, Date.now())
      nextMs = dueMs + 1_000 / (sending.perSecond ?? Infinity)
      if (dueMs > Date.now()) await sleep(dueMs - Date.now())
      const status = await post(url, agent, message)
      answers.set(status, (answers.get(status) ?? 0) + 1)
      if (status >= 200 && status < 300) {
        acknowledged.add(message.id)
      } else {
        // Somewhere else in the line, so that the others do not wait for it.
        waiting.unshift(message)
        await sleep(retryMs)
      }
    }
  }
  try {
    await Promise.all(Array.from({ length: concurrency }, work))
  } finally {
    agent.destroy()
  }
  if (gaveUp) throw new Error(`Not accepted in time; answers so far: ${JSON.stringify([...answers])}`)
  return { acknowledged, answers }
}
