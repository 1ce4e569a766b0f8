// A page: one answer of a slice, as received, with what its head says about paging.
import { Problem } from '../core/errors.ts'
import type { Answer, Encoding } from './answer.ts'
import type { Client } from './client.ts'
import { readPageHead } from './page-head.ts'
import type { PageHead } from './page-head.ts'
import { recordsOf } from './page-records.ts'
import { findLongNumerals } from './long-numerals.ts'
import type { LongNumeral } from './long-numerals.ts'
import { isParentGone } from './refusal.ts'
import type { Row } from './records.ts'
import type { Slice } from './slices.ts'

/** The one door pages come through. */
export type Door = Pick<Client, 'get'>

/** One answer. The body stays as it came over the wire. */
export interface Page {
  readonly slice: Slice
  /** 0 for the first page of the slice. */
  readonly index: number
  readonly offset: number
  /** As the server took it: it may cap what was asked. */
  readonly limit: number
  readonly body: Uint8Array
  readonly encoding: Encoding
  /** Rows received; undefined where the answer does not say (unpaged streams). */
  readonly rows: number | undefined
  readonly totalResults: number | undefined
  /** The rows, parsed without rounding, a null where one holds a place; undefined where the body is no JSON, which is for whoever takes the page to refuse. */
  readonly records: () => readonly (Row | null)[] | undefined
  /** Lets go of the rows: a page that waits for the next one would otherwise hold them for as long as a call takes. */
  readonly release: () => void
  /** Rows beside this page that Mindbody cannot answer with; they were left out. */
  readonly skipped: number
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
  /** Tries at most, where the client's own number is too patient. */
  readonly tries?: number
}

/** A page with its head. */
export interface ReadPage {
  readonly page: Page
  readonly head: PageHead
}

/** Reads one page of a paged slice by itself. Undefined: the parent is gone. */
export const readPage = async (client: Door, slice: Slice, at: PageAt): Promise<Page | undefined> =>
  (await readPageAt(client, slice, at))?.page

/** Paging is asked for under the prefix of the stream's own parameters: courses have another one (documented). */
const prefixOf = ({ stream: { incremental } }: Slice): string =>
  (incremental.kind === 'window' && /^(\w+)\./.exec(incremental.startParam)?.[1]) || 'request'

/** Reads one page, with its head. */
export const readPageAt = async (
  client: Door,
  slice: Slice,
  { signal, limit, offset, mayCap = false, tries }: PageAt,
): Promise<ReadPage | undefined> => {
  const prefix = prefixOf(slice)
  const paging = [
    [`${prefix}.limit`, String(limit)],
    [`${prefix}.offset`, String(offset)],
  ] as const
  const answer = await ask(client, slice, paging, { signal, tries })
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
  client: Door,
  slice: Slice,
  signal: AbortSignal,
): Promise<Page | undefined> => {
  const answer = await ask(client, slice, [], { signal, tries: undefined })
  if (answer === undefined) return undefined
  const page = unpaged(slice, answer)
  // Nothing but the records themselves says how many there are, where they are no list; the count proves the typing.
  return slice.stream.holds === 'records' ? page : { ...page, rows: page.records()?.length }
}

const ask = async (
  client: Door,
  slice: Slice,
  paging: Slice['query'],
  { signal, tries }: { readonly signal: AbortSignal; readonly tries: number | undefined },
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
      ...(tries === undefined ? {} : { tries }),
    })
  } catch (error) {
    if (slice.parents?.length === 1 && isParentGone(error)) return undefined
    throw error
  }
}

const unpaged = (slice: Slice, { body, encoding, text, requestId, receivedAt }: Answer): Page => {
  const records = recordsOf(text, slice.stream)
  return {
    ...heldRows(records),
    slice,
    index: 0,
    offset: 0,
    limit: 0,
    body,
    encoding,
    rows: undefined,
    totalResults: undefined,
    skipped: 0,
    longNumerals: records === undefined ? [] : findLongNumerals(text, slice.stream),
    requestId,
    receivedAt,
  }
}

/** The loops a page goes through keep copies of it while they ask for the next one: the rows are let go in all of them at once. */
const heldRows = (records: ReturnType<Page['records']>): Pick<Page, 'records' | 'release'> => {
  let held: { readonly records: typeof records } | undefined = { records }
  return {
    records: () => {
      if (held === undefined)
        throw new Problem('INTERNAL', { what: 'The rows of a page were asked for after it was released.' })
      return held.records
    },
    release: () => {
      held = undefined
    },
  }
}

/** Pages that contradict each other or what was asked. */
export const brokenPaging = ({ stream, siteId, id }: Slice, why: string): Problem =>
  new Problem('ANSWER_BROKEN', {
    what: `The pages of ${stream.name} (${id}) of site ${siteId} do not fit together: ${why}.`,
  })
