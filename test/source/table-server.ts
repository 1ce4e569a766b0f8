// A server with one table, paged as Mindbody pages, that can lie about its total and change between pages.
import { defineStream } from '../../src/source/stream.ts'
import type { Stream } from '../../src/source/stream.ts'
import { apiError, json, startServer } from './http-server.ts'
import type { TestServer } from './http-server.ts'

export const things: Stream = defineStream({
  name: 'things',
  path: '/things',
  rows: 'Things',
  key: ['Id'],
  about: 'Things.',
  fields: { Id: 'id' },
})

export interface Table {
  readonly ids: number[]
  /** What TotalResults says; undefined leaves it out. Default: the truth. */
  readonly total?: (rows: number, limit: number) => number | undefined
  readonly maxLimit?: number
  /** Called after each answer. */
  readonly change?: (ids: number[]) => void
  /** PaginationResponse after the rows, where only a full parse finds it. */
  readonly totalLast?: boolean
  /** A row that fails every page it is on. */
  readonly odd?: number
  /** Replaces the rows of an answer. */
  readonly rows?: (offset: number, limit: number, ids: readonly number[]) => readonly number[]
  readonly echo?: (offset: number, limit: number) => { RequestedLimit?: number; RequestedOffset?: number }
}

export const startTable = (current: () => Table): Promise<TestServer> =>
  startServer(({ url }, response) => {
    const table = current()
    const asked = Number(url.searchParams.get('request.limit') ?? 100)
    const offset = Number(url.searchParams.get('request.offset') ?? 0)
    const limit = Math.min(asked, table.maxLimit ?? 200)
    const ids = table.rows?.(offset, limit, table.ids) ?? table.ids.slice(offset, offset + limit)
    if (table.odd !== undefined && ids.includes(table.odd)) {
      return apiError(response, 500, 'InternalServerError', 'Something went wrong')
    }
    const total = table.total === undefined ? table.ids.length : table.total(table.ids.length, limit)
    const PaginationResponse = {
      RequestedLimit: limit,
      RequestedOffset: offset,
      PageSize: ids.length,
      TotalResults: total,
      ...table.echo?.(offset, limit),
    }
    const Things = ids.map((Id) => ({ Id }))
    json(response, table.totalLast === true ? { Things, PaginationResponse } : { PaginationResponse, Things })
    table.change?.(table.ids)
  })
