// The second port, on loopback only: /healthz, /readyz, /metrics and a small page.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Condition } from './condition.ts'
import { limits } from './limits.ts'
import { listen } from './listen.ts'
import type { Listening } from './listen.ts'
import type { Gauge, Metrics } from './metrics.ts'
import { opsPage } from './ops-page.ts'

export interface OpsOptions {
  /** 0 = any free one. */
  readonly port: number
  readonly metrics: Metrics
  readonly condition: () => Promise<Condition>
  readonly gauges: (condition: Condition) => Promise<readonly Gauge[]>
  readonly onBug: (error: unknown) => void
}

interface Page {
  readonly status: number
  readonly type: string
  readonly text: string
}

const plain = 'text/plain; charset=utf-8'

/** `/readyz` as JSON. With `?lag=SECONDS` a drain that is further behind counts as well: for whoever wants to be told. */
const readiness = (condition: Condition, lagText: string | null): Page => {
  const { inbox, disk, lagSeconds } = condition
  const lagLimit = lagText === null ? Infinity : Number(lagText)
  const isLate = lagSeconds === undefined || !(lagSeconds <= lagLimit)
  const isReady = condition.isReady && !isLate
  const body = {
    ready: isReady,
    inbox: { ok: inbox.isWritable, since: inbox.since.toISOString() },
    disk: { ok: disk.isEnough, free_bytes: disk.freeBytes ?? null },
    drain: { ok: !isLate, lag_seconds: lagSeconds ?? null, waiting: condition.waiting?.received ?? null },
  }
  return { status: isReady ? 200 : 503, type: 'application/json', text: `${JSON.stringify(body)}\n` }
}

const pageFor = async (options: OpsOptions, url: URL): Promise<Page> => {
  if (url.pathname === '/healthz') return { status: 200, type: plain, text: 'ok\n' }
  if (!['/', '/readyz', '/metrics'].includes(url.pathname)) {
    return { status: 404, type: plain, text: 'Try /healthz, /readyz, /metrics or /.\n' }
  }
  const condition = await options.condition()
  if (url.pathname === '/readyz') return readiness(condition, url.searchParams.get('lag'))
  const gauges = await options.gauges(condition)
  if (url.pathname === '/metrics') {
    return {
      status: 200,
      type: 'text/plain; version=0.0.4; charset=utf-8',
      text: options.metrics.text(gauges),
    }
  }
  return { status: 200, type: 'text/html; charset=utf-8', text: opsPage(condition, options.metrics, gauges) }
}

/** Names of this machine for itself. A page in somebody's browser that has its own name resolved to us comes with that name. */
const isLoopback = (host: string): boolean => /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host)

const answer = async (
  options: OpsOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const send = ({ status, type, text }: Page): void => {
    response.writeHead(status, {
      'Content-Type': type,
      'Content-Length': Buffer.byteLength(text),
      'Cache-Control': 'no-store',
      ...(status === 405 ? { Allow: 'GET, HEAD' } : {}),
      ...(request.complete ? {} : { Connection: 'close' }),
    })
    response.end(request.method === 'HEAD' ? '' : text)
  }
  if (!isLoopback(request.headers.host ?? '')) {
    return send({ status: 403, type: plain, text: 'Ask as localhost.\n' })
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return send({ status: 405, type: plain, text: 'GET only.\n' })
  }
  const path = request.url?.startsWith('/') === true ? request.url : '/'
  send(await pageFor(options, new URL(`http://loopback${path}`)))
}

/**
 * Opens the second port. It has limits of its own, so that a flood at the first one does not hide how things stand.
 * @throws Problem USAGE when it cannot listen there.
 */
export const openOps = (options: OpsOptions): Promise<Listening> =>
  listen({
    host: '127.0.0.1',
    port: options.port,
    flag: '--ops-port',
    limits: { ...limits, connections: 50, keepAliveMs: 5_000, shutdownMs: 1_000 },
    handle: (request, response) => answer(options, request, response),
    onMalformed: () => {},
    onCrowded: () => {},
    onBug: options.onBug,
  })
