// A node:http server with its limits set, opened on a port and closed without cutting off what is under way.
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { Problem } from '../core/errors.ts'
import type { Limits } from './limits.ts'

export interface ListenOptions {
  readonly host: string
  /** 0 = any free one. */
  readonly port: number
  /** How the port is called on the command line. */
  readonly flag: string
  readonly limits: Limits
  readonly handle: (request: IncomingMessage, response: ServerResponse, goOn: () => void) => Promise<void>
  /** A request that no handler saw: no HTTP, too large a head, too slow. */
  readonly onMalformed: () => void
  /** A connection beyond the limit was closed. */
  readonly onCrowded: () => void
  /** A handler threw, which is a bug: the connection is cut, the server goes on. */
  readonly onBug: (error: unknown) => void
}

export interface Listening {
  readonly url: string
  readonly connections: () => Promise<number>
  /** Accepts nothing more and waits for what is under way; after `shutdownMs` it cuts the rest off. */
  close(): Promise<void>
}

const words: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Another program listens there.',
  EACCES: 'Ports below 1024 are for root.',
  EADDRNOTAVAIL: 'This machine has no such address.',
  ENOTFOUND: 'There is no such host.',
}

const cannotListen = (error: NodeJS.ErrnoException, { host, port, flag }: ListenOptions): Problem => {
  const { code = '' } = error
  return new Problem(
    'USAGE',
    {
      what: `The receiver cannot listen on ${host}, port ${port}.`,
      why: words[code] ?? `${error.message}.`,
      remedy: `Give another ${code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' ? '--host' : flag}.`,
    },
    { cause: error },
  )
}

const statusLines: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** Answers what is no HTTP, and closes. Anything else on the connection is over with it: its framing is lost. */
const refuse = (error: NodeJS.ErrnoException, socket: Duplex): void => {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const statusLine = statusLines[error.code ?? ''] ?? '400 Bad Request'
  socket.end(`HTTP/1.1 ${statusLine}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
    socket.destroy(),
  )
}

const serverWith = (options: ListenOptions): Server => {
  const { limits, handle, onMalformed, onBug } = options
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    // Bodies have a timer of their own, with an answer; this one is the net below it.
    requestTimeout: limits.headersMs + limits.bodyMs + 1_000,
    connectionsCheckingInterval: Math.min(1_000, limits.headersMs),
    keepAliveTimeout: limits.keepAliveMs,
  })
  server.maxConnections = limits.connections
  server.timeout = limits.idleMs
  const onRequest = (isWaiting: boolean) => (request: IncomingMessage, response: ServerResponse) => {
    const goOn = (): void => {
      if (isWaiting) response.writeContinue()
    }
    // A connection that breaks while an answer is written: whoever sent the request is gone.
    response.on('error', () => request.destroy())
    handle(request, response, goOn).catch((error: unknown) => {
      request.destroy()
      onBug(error)
    })
  }
  server.on('request', onRequest(false))
  server.on('checkContinue', onRequest(true))
  server.on('drop', options.onCrowded)
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    onMalformed()
    refuse(error, socket)
  })
  return server
}

const closed = (server: Server, shutdownMs: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), shutdownMs)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    server.closeIdleConnections()
  })

/**
 * Opens the server.
 * @throws Problem USAGE when it cannot listen there.
 */
export const listen = (options: ListenOptions): Promise<Listening> => {
  const server = serverWith(options)
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => reject(cannotListen(error, options))
    server.once('error', onError)
    server.listen(options.port, options.host, () => {
      server.off('error', onError)
      server.on('error', options.onBug)
      const { address, family, port } = server.address() as AddressInfo
      resolve({
        url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
        connections: () =>
          new Promise((told, failed) => {
            server.getConnections((error, count) => (error === null ? told(count) : failed(error)))
          }),
        close: () => closed(server, options.limits.shutdownMs),
      })
    })
  })
}
