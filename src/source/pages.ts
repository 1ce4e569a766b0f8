// Pages of a slice: bodies as received, read with an overlap until the end is certain.
import { createHash } from 'node:crypto'
import { Problem } from '../core/errors.ts'
import type { Answer, Encoding } from './answer.ts'
import type { Client } from './client.ts'
import { readPageHead } from './page-head.ts'
import type { PageHead } from './page-head.ts'
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
  readonly requestId: string
  /** The server's clock. */
  readonly receivedAt: Date
}

export interface PagingOptions {
  readonly signal: AbortSignal
  readonly pageSize: number
}

/** Rows shared by neighbouring pages: 10 %, which finds every row that slid over a page's edge at 13 % more calls. */
export const overlapOf = (limit: number): number => Math.floor(limit / 10)

/**
 * Reads a slice page by page. Page n+1 starts `overlap` rows before the end of page n, so that rows which move because
 * others come or go are seen by one of the two; whether neighbours really share rows is for the reader to check.
 *
 * The end: TotalResults is reached and the page is short; for money and for passes that conclude deletions an empty page
 * must follow as well. TotalResults has been wrong (equal to the limit), so a full page that reaches it, or a short one
 * that does not, asks once more from the end of what was read. Per-parent slices keep the cheaper rule though they
 * conclude: their answers are one page, and a second call would double the price of every client.
 *
 * A parent that is gone (404) gives no page.
 * @throws Problem as `Client.get`; ANSWER_BROKEN when the server answers for another limit or offset, repeats a page, or
 * goes silent in the middle.
 */
export const readPages = async function* (
  client: Client,
  slice: Slice,
  { signal, pageSize }: PagingOptions,
): AsyncGenerator<Page> {
  if (!slice.stream.paged) {
    const answer = await ask(client, slice, [], signal)
    if (answer !== undefined) yield unpaged(slice, answer)
    return
  }
  const isStrict = slice.stream.strictEnd || (slice.concludes && slice.parents === undefined)
  const contents = new Set<string>()
  let limit = pageSize
  let readTo = 0
  let offset = 0
  let totalIsTrue = true

  for (let index = 0; ; index += 1) {
    const isProbe = index > 0 && offset === readTo
    const read = await readPageAt(client, slice, { signal, limit, offset, mayCap: index === 0 })
    if (read === undefined) return
    const { page, head } = read
    const rows = page.rows ?? 0
    const { totalResults } = page
    limit = page.limit

    if (rows === 0) {
      if (isProbe || index === 0 || totalResults === undefined || totalResults <= offset) return
      throw broken(slice, `nothing at offset ${offset}, though TotalResults is ${totalResults}`)
    }
    const content = createHash('sha1').update(head.content).digest('base64')
    if (contents.has(content)) {
      // A server that answers an offset beyond the end with its last page again.
      if (isProbe && totalResults !== undefined && totalResults <= readTo) return
      throw broken(slice, `the same rows at offset ${offset} as before`)
    }
    contents.add(content)
    yield { ...page, index, overlap: readTo - offset }

    const progress = offset + rows > readTo
    if (isProbe) totalIsTrue = false
    readTo = Math.max(readTo, offset + rows)
    const isShort = rows < limit
    const reached = totalIsTrue && totalResults !== undefined && readTo >= totalResults
    if (reached && isShort && !isStrict) return
    const atEnd = reached || !progress || (isShort && (!totalIsTrue || totalResults === undefined))
    offset = atEnd ? readTo : readTo - overlapOf(limit)
  }
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

const readPageAt = async (
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
  if (requestedOffset !== offset) {
    throw broken(slice, `asked for offset ${offset}, answered for ${requestedOffset}`)
  }
  const isCap = mayCap && requestedLimit > 0 && requestedLimit < limit
  if (requestedLimit !== limit && !isCap) {
    throw broken(slice, `asked for a limit of ${limit}, answered for ${requestedLimit}`)
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
      stream: stream.name,
      staffToken: stream.staffToken,
      signal,
    })
  } catch (error) {
    if (slice.parents?.length === 1 && isParentGone(error)) return undefined
    throw error
  }
}

const unpaged = (slice: Slice, { body, encoding, requestId, receivedAt }: Answer): Page => ({
  slice,
  index: 0,
  offset: 0,
  limit: 0,
  overlap: 0,
  body,
  encoding,
  rows: undefined,
  totalResults: undefined,
  requestId,
  receivedAt,
})

const broken = ({ stream, siteId, id }: Slice, why: string): Problem =>
  new Problem('ANSWER_BROKEN', {
    what: `The pages of ${stream.name} (${id}) of site ${siteId} do not fit together: ${why}.`,
  })
