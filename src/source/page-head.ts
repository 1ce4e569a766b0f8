// What an answer says about its own paging, read from the head of the body where possible.
import { Problem } from '../core/errors.ts'
import { recordsIn } from './record-list.ts'
import { answeredJson } from './unknown-json.ts'

export interface PageHead {
  readonly requestedLimit: number | undefined
  readonly requestedOffset: number | undefined
  readonly rows: number | undefined
  /** Never negative: a negative total is taken for none. */
  readonly totalResults: number | undefined
  /** The body without its PaginationResponse: what must not repeat from page to page. */
  readonly content: Buffer
}

const headBytes = 4096
const headPattern = /^\s*\{\s*"PaginationResponse"\s*:\s*(\{[^{}]*\})/

interface Pagination {
  readonly RequestedLimit?: unknown
  readonly RequestedOffset?: unknown
  readonly PageSize?: unknown
  readonly TotalResults?: unknown
}

/**
 * Reads PaginationResponse. It comes first in the bodies seen, so 4 KB and a pattern do; elsewhere, or where its PageSize is
 * missing or says more rows than TotalResults leaves room for, the body is parsed and the rows counted.
 * @throws Problem ANSWER_BROKEN when the body is no JSON or holds no list at `rowsPath`.
 */
export const readPageHead = (text: Buffer, rowsPath: string, offset: number): PageHead => {
  const match = headPattern.exec(text.toString('utf8', 0, headBytes))
  if (match?.[1] !== undefined) {
    const content = text.subarray(Buffer.byteLength(match[0]))
    const head = headOf(parseBody(Buffer.from(match[1])) as Pagination, content)
    const { rows, totalResults } = head
    if (rows !== undefined && (totalResults === undefined || offset + rows <= totalResults)) return head
    return { ...head, rows: countRows(parseBody(text), rowsPath) }
  }
  const body = parseBody(text)
  const { PaginationResponse = {} } = body as { PaginationResponse?: Pagination | null }
  const counted = countRows(body, rowsPath)
  const content = Buffer.from(JSON.stringify({ ...body, PaginationResponse: null }))
  return { ...headOf(PaginationResponse ?? {}, content), rows: counted }
}

const headOf = (pagination: Pagination, content: Buffer): PageHead => ({
  requestedLimit: countOf(pagination.RequestedLimit),
  requestedOffset: countOf(pagination.RequestedOffset),
  rows: countOf(pagination.PageSize),
  totalResults: countOf(pagination.TotalResults),
  content,
})

const countOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined

const parseBody = (text: Buffer): object => {
  const body = answeredJson(text)
  if (typeof body === 'object' && body !== null) return body
  throw new Problem('ANSWER_BROKEN', { what: 'Mindbody answered with a body that is no JSON object.' })
}

const countRows = (body: object, rows: string): number => recordsIn(body, { rows, holds: 'records' }).length
