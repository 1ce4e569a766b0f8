// Every request a stream can make, without a server: planned and sent by the source's own code, held against the facts.
import { describe, expect, it } from 'vitest'
import type { Cursor } from '../../src/source/cursor.ts'
import { readPage, readUnpaged } from '../../src/source/page.ts'
import type { Door } from '../../src/source/page.ts'
import { planSlices } from '../../src/source/plan-slices.ts'
import type { Slice } from '../../src/source/slices.ts'
import type { Stream } from '../../src/source/stream.ts'
import { streams } from '../../streams/index.ts'
import { faultsOf, type Request } from './check-requests.ts'
import { heldAgainst } from './held-against.ts'

const { facts, source } = heldAgainst()
const now = new Date('2026-07-01T12:00:00Z')

/** More parents than any batch holds, of the kind the parent's own field has. */
const parentKeys = (): AsyncIterable<string> =>
  (async function* () {
    for (let nth = 1; nth <= 201; nth += 1) yield String(100_000_000 + nth)
  })()

const cursors: readonly (Cursor | undefined)[] = [
  undefined,
  { kind: 'modified', since: '2026-06-29T12:00:00.000Z' },
  { kind: 'window', until: '2026-06-30' },
]

const slicesOf = async (stream: Stream, cursor: Cursor | undefined): Promise<readonly Slice[]> => {
  const slices: Slice[] = []
  const plan = planSlices({
    stream,
    site: { siteId: 10_001, zone: 'America/Los_Angeles' },
    cursor,
    now,
    config: { start_date: '2026-01-01', lookback_days: [] },
    parents: { due: parentKeys },
  })
  for await (const slice of plan) slices.push(slice)
  return slices
}

/** What a slice asks: the request as it goes to the client, which then gives up. */
const requestOf = async (slice: Slice): Promise<Request> => {
  const asked: Request[] = []
  const givesUp = new Error('asked')
  const door: Door = {
    get: ({ path, query }) => {
      const search = new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]))
      asked.push({ method: 'GET', path, query: search.toString() })
      return Promise.reject(givesUp)
    },
  }
  const { signal } = new AbortController()
  const reading = slice.stream.paged
    ? readPage(door, slice, { signal, limit: 200, offset: 0 })
    : readUnpaged(door, slice, signal)
  await reading.catch((error: unknown) => {
    if (error !== givesUp) throw error
  })
  const [request] = asked
  if (request === undefined) throw new Error(`${slice.stream.name} asked nothing`)
  return request
}

const requestsOf = async (stream: Stream): Promise<readonly Request[]> => {
  const { kind } = stream.incremental
  const fitting = cursors.filter((cursor) => cursor === undefined || cursor.kind === kind)
  const slices = (await Promise.all(fitting.map((cursor) => slicesOf(stream, cursor)))).flat()
  return Promise.all(slices.map(requestOf))
}

describe(`against ${source}`, () => {
  it.each(streams.map((stream) => [stream.name, stream] as const))(
    '%s sends what the API knows, and all it wants',
    async (_, stream) => {
      const requests = await requestsOf(stream)
      expect(requests.length).toBeGreaterThan(0)
      expect(faultsOf(facts, requests)).toEqual([])
    },
  )

  it('asks for pages exactly where the API has them', () => {
    const unlike = streams.filter(({ path, paged }) => {
      const names = Object.keys(facts[`GET ${path}`] ?? {})
      return names.some((name) => name.endsWith('.limit')) !== paged
    })
    expect(unlike.map(({ name }) => name)).toEqual([])
  })

  it('asks for many parents at once only where the API takes a list', () => {
    const unlike = streams.filter(
      ({ path, parent }) =>
        parent !== undefined && (facts[`GET ${path}`]?.[parent.param]?.many === true) !== parent.batch > 1,
    )
    expect(unlike.map(({ name }) => name)).toEqual([])
  })
})
