// The wire: a loopback HTTP server with the simulated clock in its Date header, gzip, a call log and faults.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { Answer } from './answers.ts'
import type { Business } from './business.ts'
import { struck } from './fault-effects.ts'
import type { Fault, Faults } from './faults.ts'
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
  readonly calls: Call[]
  readonly latencyMs: number
  /** The simulated instant, UTC ms. */
  readonly now: () => number
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

const send = (
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  now: number,
  fault?: Fault,
): void => {
  const plain = Buffer.from(answer.body, 'utf8')
  const zip = plain.length > 512 && (header(request, 'accept-encoding') ?? '').includes('gzip')
  const bytes = zip ? gzipSync(plain, { level: 1 }) : plain
  response.sendDate = false
  response.statusCode = answer.status
  response.setHeader('Date', new Date(now).toUTCString())
  response.setHeader(
    'Content-Type',
    answer.body.startsWith('<') ? 'text/html' : 'application/json; charset=utf-8',
  )
  response.setHeader('Content-Length', bytes.length)
  if (zip) response.setHeader('Content-Encoding', 'gzip')
  if (fault?.retryAfterSeconds !== undefined && answer.status >= 429) {
    response.setHeader('Retry-After', fault.retryAfterSeconds)
  }
  response.end(bytes)
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
  const path = url.pathname.replace(/^\/public\/v6/i, '')
  const fault = parts.faults.strike(path)
  const delayMs = parts.latencyMs + (fault?.name === 'slow' ? (fault.delayMs ?? 1_000) : 0)
  if (delayMs > 0) await wait(delayMs)
  const answer = struck(respond(parts.business, parts.tokens, now, incoming), fault, incoming.siteId)
  parts.calls.push({
    at: Date.now(),
    method: incoming.method,
    path,
    query: url.search.slice(1),
    siteId: incoming.siteId,
    status: answer?.status ?? 0,
    rows: answer?.rows ?? 0,
  })
  if (answer === undefined) response.destroy()
  else send(request, response, answer, now, fault)
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
