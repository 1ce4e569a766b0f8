// A page: one answer of a slice, as received, with what its head says about paging.
import { Problem } from '../core/errors.ts'
import { parseJson } from '../core/json.ts'
import type { Answer, Encoding } from './answer.ts'
import type { Client } from './client.ts'
import { readPageHead } from './page-head.ts'
import type { PageHead } from './page-head.ts'
import { findLongNumerals } from './long-numerals.ts'
import type { LongNumeral } from './long-numerals.ts'
import { recordsIn } from './record-list.ts'
import { isParentGone } from './refusal.ts'
import type { Slice } from './slices.ts'

/** One answer. The body stays as it came over the wire; `decodeBody` opens it for whoever has to parse. */
export interface Page {
  readonly slice: Slice
  /** 0 for the first page of the slice. */
  readonly index: number
  readonly offset: number
  /** As the server took it: it may cap what was asked. */
  readonly limit: number
  /** Rows this page shares with the previous one when nothing moved in between. */
  readonly overlap: number
  readonly body: Uint8Array
  readonly encoding: Encoding
  /** Rows received; undefined where the answer does not say (unpaged streams). */
  readonly rows: number | undefined
  readonly totalResults: number | undefined
  /** Numerals among the rows that no column can hold. */
  readonly longNumerals: readonly LongNumeral[]
  readonly requestId: string
  /** The server's clock. */
  readonly receivedAt: Date
}

export interface PageAt {
  readonly signal: AbortSignal
  readonly limit: number
  readonly offset: number
  /** A smaller limit in the echo is the server's cap, and taken over. */
  readonly mayCap?: boolean
}

/** Reads one page of a paged slice again, e.g. one whose seam to its neighbour does not hold. Undefined: the parent is gone. */
export const readPage = async (client: Client, slice: Slice, at: PageAt): Promise<Page | undefined> =>
  (await readPageAt(client, slice, at))?.page

/** Reads one page, with its head. */
export const readPageAt = async (
  client: Client,
  slice: Slice,
  { signal, limit, offset, mayCap = false }: PageAt,
): Promise<{ page: Page; head: PageHead } | undefined> => {
  const paging = [
    ['request.limit', String(limit)],
    ['request.offset', String(offset)],
  ] as const
  const answer = await ask(client, slice, paging, signal)
  if (answer === undefined) return undefined
  const head = readPageHead(answer.text, slice.stream.rows, offset)
  const { requestedLimit = limit, requestedOffset = offset } = head
  // Nothing, and not a word on what was asked: an empty list that would move the cursor.
  if (head.rows === 0 && head.requestedLimit === undefined) {
    throw brokenPaging(slice, 'an empty answer that does not say what it answers')
  }
  if (requestedOffset !== offset) {
    throw brokenPaging(slice, `asked for offset ${offset}, answered for ${requestedOffset}`)
  }
  const isCap = mayCap && requestedLimit > 0 && requestedLimit < limit
  if (requestedLimit !== limit && !isCap) {
    throw brokenPaging(slice, `asked for a limit of ${limit}, answered for ${requestedLimit}`)
  }
  const page = {
    ...unpaged(slice, answer),
    offset,
    limit: requestedLimit,
    rows: head.rows,
    totalResults: head.totalResults,
  }
  return { page, head }
}

/** Reads the one answer of a stream without paging. Undefined: the parent is gone. */
export const readUnpaged = async (
  client: Client,
  slice: Slice,
  signal: AbortSignal,
): Promise<Page | undefined> => {
  const answer = await ask(client, slice, [], signal)
  if (answer === undefined) return undefined
  const { stream } = slice
  const page = unpaged(slice, answer)
  // Small bodies of odd forms: what is no such record is found out before it is kept, and the count proves the typing.
  return stream.holds === 'records'
    ? page
    : { ...page, rows: recordsIn(parseJson(answer.text.toString('utf8')).value, stream).length }
}

const ask = async (
  client: Client,
  slice: Slice,
  paging: Slice['query'],
  signal: AbortSignal,
): Promise<Answer | undefined> => {
  const { stream, siteId, query } = slice
  try {
    return await client.get({
      siteId,
      path: stream.path,
      query: [...query, ...paging],
      rows: stream.rows,
      ...(stream.holds === 'object' ? { fields: Object.keys(stream.fields) } : {}),
      stream: stream.name,
      staffToken: stream.staffToken,
      signal,
    })
  } catch (error) {
    if (slice.parents?.length === 1 && isParentGone(error)) return undefined
    throw error
  }
}

const unpaged = (slice: Slice, { body, encoding, text, requestId, receivedAt }: Answer): Page => ({
  slice,
  index: 0,
  offset: 0,
  limit: 0,
  overlap: 0,
  body,
  encoding,
  rows: undefined,
  totalResults: undefined,
  longNumerals: findLongNumerals(text, slice.stream),
  requestId,
  receivedAt,
})

/** Pages that contradict each other or what was asked. */
export const brokenPaging = ({ stream, siteId, id }: Slice, why: string): Problem =>
  new Problem('ANSWER_BROKEN', {
    what: `The pages of ${stream.name} (${id}) of site ${siteId} do not fit together: ${why}.`,
  })
