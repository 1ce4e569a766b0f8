// A receiver of events for tests: it answers as it is told to and keeps what it got.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Got {
  readonly method: string
  readonly signature: string | undefined
  readonly body: string
}

export interface Subscriber {
  readonly url: string
  /** All requests, HEAD included. */
  readonly got: readonly Got[]
  /** Events alone, as JSON. */
  readonly events: readonly Told[]
  /** Answers to events from now on: a status, or nothing at all. */
  answerWith(status: number | 'silence'): void
  [Symbol.asyncDispose](): Promise<void>
}

export interface Told {
  readonly messageId: string
  readonly eventId: string
  readonly eventInstanceOriginationDateTime: string
  readonly eventData: Readonly<Record<string, unknown>>
}

/** Opens a receiver on loopback that takes everything. */
export const openSubscriber = async (): Promise<Subscriber> => {
  const got: Got[] = []
  let answer: number | 'silence' = 200
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', headers } = request
      const signature = headers['x-mindbody-signature']
      const body = Buffer.concat(chunks).toString('utf8')
      got.push({ method, signature: typeof signature === 'string' ? signature : undefined, body })
      if (answer !== 'silence') response.writeHead(answer, { Location: '/elsewhere' }).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    got,
    get events() {
      return got.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body) as Told)
    },
    answerWith: (status) => {
      answer = status
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      }),
  }
}
