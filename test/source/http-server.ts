// A small HTTP server for tests: the handler decides everything, and every request is kept.
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface TestServer {
  readonly url: string
  readonly received: readonly Received[]
  close(): Promise<void>
}

export type Handler = (request: Received, response: ServerResponse, index: number) => void

export const startServer = async (handler: Handler): Promise<TestServer> => {
  const received: Received[] = []
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { method = 'GET', headers, url = '/' } = request
      const entry = { method, headers, body, url: new URL(url, 'http://localhost') }
      received.push(entry)
      handler(entry, response, received.length - 1)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

export const json = (response: ServerResponse, body: unknown, status = 200, headers = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

export const apiError = (response: ServerResponse, status: number, code: string, message = 'no'): void =>
  json(response, { Error: { Message: message, Code: code, ReasonCode: null } }, status)
