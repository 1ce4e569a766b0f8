// The server: loopback HTTP around the API, with a call log, faults and quirks.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Answer } from './answers.ts'
import type { Business } from './business.ts'
import { byHand, byHandPath, type Hand } from './by-hand.ts'
import { deliver } from './delivery.ts'
import type { Exchange } from './effect.ts'
import { faultEffects } from './fault-effects.ts'
import type { Faults } from './faults.ts'
import { controlAnswer, pushPath, type ControlParts } from './push-control.ts'
import type { Quirks } from './quirk-switches.ts'
import { respond, type Incoming } from './respond.ts'
import type { Tokens } from './tokens.ts'

/** One call as the server saw it. Secrets are not kept. */
export interface Call {
  /** Real time, ms. */
  readonly at: number
  readonly method: string
  /** Path under the base, e.g. `/sale/sales`. */
  readonly path: string
  readonly query: string
  readonly siteId: string | undefined
  readonly status: number
  readonly rows: number
}

export interface ServerParts {
  readonly business: Business
  readonly tokens: Tokens
  readonly faults: Faults
  readonly quirks: Quirks
  readonly calls: Call[]
  readonly latencyMs: number
  /** The simulated instant, UTC ms. */
  readonly now: () => number
  readonly control: ControlParts
  /** What is done by hand, which is no call of the API. */
  readonly hand: Hand
}

const maxBodyBytes = 64 * 1024

/** The whole body; undefined when the caller hung up before its end, as one that is killed does. */
const bodyOf = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request) {
      const bytes = Buffer.from(chunk)
      size += bytes.length
      if (size > maxBodyBytes) return ''
      chunks.push(bytes)
    }
  } catch (error) {
    if (request.destroyed && !request.complete) return undefined
    throw error
  }
  return Buffer.concat(chunks).toString('utf8')
}

const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** What a quirk says to a call of the control plane is said in its stead: a refused subscription is not made. */
const controlled = async (
  parts: ServerParts,
  path: string,
  exchange: Omit<Exchange, 'nth'>,
): Promise<Answer> => {
  const unsaid: Answer = { status: 204, body: '', rows: 0 }
  const quirky = parts.quirks.apply(path, unsaid, exchange)
  return quirky === unsaid ? controlAnswer(parts.control, exchange.incoming, exchange.now) : quirky
}

const handle = async (
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const body = await bodyOf(request)
  if (body === undefined) return
  // Joined, not resolved: a path such as `//x` is no address of another host, and `*` no path.
  const url = new URL(`http://loopback${request.url?.startsWith('/') === true ? request.url : '/'}`)
  const incoming: Incoming = {
    method: request.method ?? 'GET',
    url,
    apiKey: header(request, 'api-key'),
    siteId: header(request, 'siteid'),
    authorization: header(request, 'authorization'),
    body,
  }
  const now = parts.now()
  if (url.pathname.startsWith(`${byHandPath}/`)) {
    const answer = await byHand(parts.hand, incoming.method, url)
    return deliver(request, response, { answer, now, effect: {}, headers: {}, delayMs: 0 })
  }
  const path = url.pathname.replace(/^\/public\/v6/i, '')
  const struck = parts.faults.strike(path)
  const delayMs = struck?.fault.delayMs ?? 1_000
  const ask = (asked: Incoming): Answer => respond(parts.business, parts.tokens, now, asked)
  const exchange = { incoming, now, respond: ask }
  const quirky = path.startsWith(`${pushPath}/`)
    ? await controlled(parts, path, exchange)
    : parts.quirks.apply(path, ask(incoming), exchange)
  const effect = struck === undefined ? {} : faultEffects[struck.fault.name]
  const nth = struck?.nth ?? 0
  const answer = effect.answer?.(quirky, { incoming, now, nth, respond: ask }) ?? quirky
  const isCut = effect.delivery === 'reset'
  parts.calls.push({
    at: Date.now(),
    method: incoming.method,
    path,
    query: url.search.slice(1),
    siteId: incoming.siteId,
    status: isCut ? 0 : answer.status,
    rows: isCut ? 0 : answer.rows,
  })
  const lateMs = parts.latencyMs + parts.quirks.delayMs(path) + (struck?.fault.name === 'slow' ? delayMs : 0)
  if (lateMs > 0) await wait(lateMs)
  const retryAfter = struck?.fault.retryAfterSeconds
  const headers: Record<string, string> =
    retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }
  deliver(request, response, { answer, now, effect, headers, delayMs })
}

/** Opens the server on loopback. A failure inside a handler is a bug of the sandbox: it ends the process. */
export const openServer = (parts: ServerParts, port: number): Promise<Server> => {
  const server = createServer((request, response) => {
    handle(parts, request, response).catch((error: unknown) => {
      response.destroy()
      server.emit('error', error)
    })
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve(server)
    })
  })
}
