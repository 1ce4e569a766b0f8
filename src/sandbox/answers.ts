// What the server says: pages of records with their pagination head first, and errors in the API's own words.
import type { Query } from './query.ts'
import type { ApiRecord } from './records.ts'

/** An answer before it is sent. `rows` is for the call log. */
export interface Answer {
  readonly status: number
  readonly body: string
  readonly rows: number
}

/** Rows of a list, some of which may only be made when asked for. */
export interface Rows {
  readonly total: number
  slice(offset: number, limit: number): readonly ApiRecord[]
}

export const rowsOf = (records: readonly ApiRecord[]): Rows => ({
  total: records.length,
  slice: (offset, limit) => records.slice(offset, offset + limit),
})

const texts = new WeakMap<ApiRecord, string>()

/** JSON of a record, its bigints as plain numerals; kept with the record, since most are sent more than once. */
export const textOf = (record: ApiRecord): string => {
  const known = texts.get(record)
  if (known !== undefined) return known
  const text = JSON.stringify(record, (_, value: unknown) =>
    typeof value === 'bigint' ? `@bigint:${value}` : value,
  ).replaceAll(/"@bigint:(\d+)"/g, '$1')
  texts.set(record, text)
  return text
}

const defaultLimit = 100
const maxLimit = 200

/** A page: the default limit is 100, more than 200 is cut to 200 and echoed as such. */
export const page = (key: string, rows: Rows, query: Query): Answer => {
  const wanted = query.int('limit') ?? defaultLimit
  const limit = wanted < 1 ? defaultLimit : Math.min(wanted, maxLimit)
  const offset = Math.max(0, query.int('offset') ?? 0)
  const records = rows.slice(offset, limit)
  const head = JSON.stringify({
    RequestedLimit: limit,
    RequestedOffset: offset,
    PageSize: records.length,
    TotalResults: rows.total,
  })
  const body = `{"PaginationResponse":${head},"${key}":[${records.map(textOf).join(',')}]}`
  return { status: 200, body, rows: records.length }
}

/** A list the API does not page. */
export const whole = (key: string, records: readonly ApiRecord[]): Answer => ({
  status: 200,
  body: `{"${key}":[${records.map(textOf).join(',')}]}`,
  rows: records.length,
})

/** Bare strings under a key, or as the whole answer. */
export const strings = (key: string | undefined, values: readonly string[]): Answer => ({
  status: 200,
  body: JSON.stringify(key === undefined ? values : { [key]: values }),
  rows: values.length,
})

/** One record under a key, or as the whole answer. */
export const single = (key: string | undefined, record: ApiRecord): Answer => ({
  status: 200,
  body: key === undefined ? textOf(record) : `{"${key}":${textOf(record)}}`,
  rows: 1,
})

/** An error in the recorded shape. */
export const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  body: JSON.stringify({ Error: { Message: message, Code: code, ReasonCode: null } }),
  rows: 0,
})

export const denied = (): Answer => refusal(401, 'DeniedAccess', 'Access denied')
