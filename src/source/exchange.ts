// One request and its answer over the wire, judged: an answer, an error of the API, something broken, or silence.
import { request } from 'undici'
import type { Agent } from 'undici'
import { apiErrorOf, decodeBody, isAbout, isWhole, unexplained } from './answer.ts'
import type { Answer, ApiError, Encoding } from './answer.ts'

/** Status 0 = no answer came. */
export type Outcome = Wire &
  (
    | { readonly kind: 'answer'; readonly answer: Answer }
    | { readonly kind: 'error'; readonly error: ApiError; readonly retryAfter: string | undefined }
    | { readonly kind: 'broken' | 'silent'; readonly why: string; readonly cause: unknown }
  )

interface Wire {
  readonly status: number
  readonly bytes: number
  /** The Date header, whoever wrote it. */
  readonly serverNow: Date | undefined
}

export interface Exchange {
  readonly agent: Agent
  readonly limits: { readonly totalMs: number; readonly bytes: number }
  readonly url: string
  readonly query: readonly (readonly [name: string, value: string])[]
  readonly rows?: string | undefined
  readonly fields?: readonly string[] | undefined
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body: object | undefined
  readonly requestId: string
  readonly clock: () => Date
  readonly signal: AbortSignal
}

/**
 * Sends one request. Redirects are not followed (undici's default), the body is capped in size and in time as a whole: an
 * idle timeout alone lets a server that sends a byte a second hold us for ever.
 * Throws only when the caller's signal aborts.
 */
export const exchange = async (sent: Exchange): Promise<Outcome> => {
  const timer = new AbortController()
  const stop = (): void => timer.abort(sent.signal.reason)
  sent.signal.addEventListener('abort', stop, { once: true })
  if (sent.signal.aborted) stop()
  const timeout = setTimeout(
    () => timer.abort(new Error(`no whole answer in ${sent.limits.totalMs} ms`)),
    sent.limits.totalMs,
  )
  try {
    return await receive(sent, timer.signal)
  } catch (error) {
    sent.signal.throwIfAborted()
    return { kind: 'silent', why: whyOf(error), cause: error, status: 0, bytes: 0, serverNow: undefined }
  } finally {
    clearTimeout(timeout)
    sent.signal.removeEventListener('abort', stop)
  }
}

/** Where a name has several addresses, the error of all of them has a code and no message. */
const whyOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return error.message || (error as NodeJS.ErrnoException).code || error.name
}

const receive = async (sent: Exchange, signal: AbortSignal): Promise<Outcome> => {
  const search = new URLSearchParams(
    sent.query.map(([name, value]): [string, string] => [name, value]),
  ).toString()
  const response = await request(search === '' ? sent.url : `${sent.url}?${search}`, {
    method: sent.method,
    headers: sent.body === undefined ? sent.headers : { ...sent.headers, 'content-type': 'application/json' },
    body: sent.body === undefined ? null : JSON.stringify(sent.body),
    dispatcher: sent.agent,
    signal,
  })
  const { statusCode: status, headers } = response
  const body = Buffer.from(await response.body.arrayBuffer())
  const date = Date.parse(String(headers.date ?? ''))
  const serverNow = Number.isNaN(date) ? undefined : new Date(date)
  const wire: Wire = { status, bytes: body.length, serverNow }
  const broken = (why: string, cause?: unknown): Outcome => ({ ...wire, kind: 'broken', why, cause })

  const encoding = encodingOf(headers['content-encoding'])
  if (encoding === undefined) return broken('an encoding we did not ask for')
  const decoded = await tryDecode(body, encoding)
  if (decoded instanceof Error) return broken('the gzip stream is cut or damaged', decoded)
  const error = apiErrorOf(decoded, status)
  if (status !== 200 || error !== undefined) {
    return {
      ...wire,
      kind: 'error',
      error: error ?? { status, code: unexplained, message: 'no explanation' },
      retryAfter: headers['retry-after']?.toString(),
    }
  }
  if (!isWhole(decoded)) {
    return broken(decoded.length === 0 ? 'an empty body' : 'a body that is no whole JSON')
  }
  if (sent.rows !== undefined && !isAbout(decoded, sent.rows, sent.fields)) {
    return broken(sent.rows === '' ? 'a body about something else' : `no "${sent.rows}" in the body`)
  }
  const receivedAt = serverNow ?? sent.clock()
  return {
    ...wire,
    kind: 'answer',
    answer: { body, encoding, text: decoded, requestId: sent.requestId, receivedAt },
  }
}

const encodingOf = (header: string | string[] | undefined): Encoding | undefined => {
  const name = (header ?? 'identity').toString().toLowerCase()
  return name === 'gzip' || name === 'identity' ? name : undefined
}

const tryDecode = async (body: Buffer, encoding: Encoding): Promise<Buffer | Error> => {
  try {
    return await decodeBody(body, encoding)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
