// A table paged in memory as Mindbody pages, behind the door that pages come through: thousands of readings a second.
import type { Door } from '../../src/source/page.ts'
import { Problem } from '../../src/core/errors.ts'

export interface PagedTable {
  readonly door: Door
  /** Offset and limit of each call. */
  readonly calls: readonly { readonly offset: number; readonly limit: number }[]
}

export interface PagedTableOptions {
  /** Called after each answer. */
  readonly change?: (ids: number[]) => void
  /** Another order for one answer. */
  readonly order?: (ids: readonly number[], call: number) => readonly number[]
  readonly total?: (rows: number, call: number) => number
  /** Rows that fail every page they are on. */
  readonly odd?: ReadonlySet<number>
}

/** Serves `ids`, which the table's life may change under the reader. */
export const pagedTable = (ids: number[], options: PagedTableOptions = {}): PagedTable => {
  const calls: { offset: number; limit: number }[] = []
  const { change = () => undefined, order = (all) => all, total = (rows) => rows, odd } = options
  const get: Door['get'] = ({ query }) => {
    const asked = new Map(query)
    const offset = Number(asked.get('request.offset'))
    const limit = Number(asked.get('request.limit'))
    calls.push({ offset, limit })
    const page = order(ids, calls.length).slice(offset, offset + limit)
    if (page.some((id) => odd?.has(id))) return Promise.reject(wentWrong())
    const head = {
      RequestedLimit: limit,
      RequestedOffset: offset,
      PageSize: page.length,
      TotalResults: total(ids.length, calls.length),
    }
    const text = Buffer.from(JSON.stringify({ PaginationResponse: head, Things: page.map((Id) => ({ Id })) }))
    change(ids)
    return Promise.resolve({
      body: text,
      text,
      encoding: 'identity',
      requestId: `call-${calls.length}`,
      receivedAt: new Date('2026-07-01T12:00:00Z'),
    })
  }
  return { door: { get }, calls }
}

const wentWrong = (): Problem =>
  new Problem(
    'MINDBODY_UNAVAILABLE',
    { what: 'Mindbody gave no usable answer.' },
    { cause: { status: 500, code: 'InternalServerError', message: 'Something went wrong' } },
  )
