// How many calls a slice of so many rows takes: asked of the very reader that will read it, against answers made up here.
import type { Answer } from '../source/answer.ts'
import type { Door } from '../source/page.ts'
import { readPages } from '../source/pages.ts'
import type { Slice } from '../source/slices.ts'

/** Beyond this many pages each further page costs what the last ones did. */
const pagesTried = 20

/** Counts the calls of slices by their rows; what was counted once is remembered. */
export const createCallCount = (pageSize: number): ((slice: Slice, rows: number) => Promise<number>) => {
  const counted = new Map<string, number>()
  const count = async (slice: Slice, rows: number): Promise<number> => {
    const name = [slice.stream.name, slice.concludes, slice.parents === undefined, rows].join(' ')
    const known = counted.get(name) ?? (await readMadeUp(slice, rows, pageSize))
    counted.set(name, known)
    return known
  }
  return async (slice, rows) => {
    const whole = Math.max(0, Math.round(rows))
    const most = pagesTried * pageSize
    if (whole <= most) return count(slice, whole)
    const [half, full] = [await count(slice, most / 2), await count(slice, most)]
    return Math.round(full + ((whole - most) * (full - half)) / (most / 2))
  }
}

const readMadeUp = async (slice: Slice, rows: number, pageSize: number): Promise<number> => {
  let calls = 0
  const door: Door = {
    get: ({ query }) => {
      calls += 1
      return Promise.resolve(answerOf(slice, rows, pagingOf(query)))
    },
  }
  const { signal } = new AbortController()
  for await (const page of readPages(door, slice, { signal, pageSize })) void page
  return calls
}

interface Paging {
  readonly limit: number
  readonly offset: number
}

const pagingOf = (query: Slice['query']): Paging => {
  const numberAt = (name: string): number =>
    Number(query.find(([parameter]) => parameter.endsWith(`.${name}`))?.[1] ?? 0)
  return { limit: numberAt('limit'), offset: numberAt('offset') }
}

const answerOf = ({ stream }: Slice, total: number, { limit, offset }: Paging): Answer => {
  const size = Math.max(0, Math.min(limit, total - offset))
  const records = Array.from({ length: size }, (_, index) => recordOf(stream.key, offset + index))
  const PaginationResponse = {
    RequestedLimit: limit,
    RequestedOffset: offset,
    PageSize: size,
    TotalResults: total,
  }
  const body = stream.rows.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), records)
  const text = Buffer.from(JSON.stringify({ PaginationResponse, ...(body as object) }))
  return { body: text, encoding: 'identity', text, requestId: '', receivedAt: new Date(0) }
}

const recordOf = (key: readonly string[], number: number): object =>
  Object.fromEntries(key.map((name) => [name, number]))
