// Odd rows: records Mindbody cannot answer with, which fail every page they are on ("Something went wrong").
import { Problem } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import { unexplained } from './answer.ts'
import type { ApiError } from './answer.ts'
import { readPageAt } from './page.ts'
import type { Door, Page, PageAt, ReadPage } from './page.ts'
import type { Slice } from './slices.ts'

/** Consecutive offsets as read: one page, or several around the rows that cannot be answered. */
export interface Stretch {
  readonly pages: readonly Page[]
  /** Rows received and rows left out: the offsets that were covered. */
  readonly rows: number
  readonly limit: number
  readonly totalResults: number | undefined
  /** What must not repeat from stretch to stretch. */
  readonly contents: readonly Buffer[]
}

/** More odd rows than this in a slice are a server that is ill. */
const mostOddRows = 20

/** The page was asked for patiently; its parts need not be. */
const triesOfPart = 2

/**
 * Reads the rows from `offset` on. When a page fails for good though smaller ones do not, it is halved until the row to blame
 * stands alone; that row is left out and counted in `skipped` of the page beside it. `oddOffsets` remembers where such rows
 * stood, since the next page may reach back to them. Undefined: the parent is gone.
 * @throws Problem as `readPageAt`; the page's own failure when its parts fail as well.
 */
export const readAround = async (
  client: Door,
  slice: Slice,
  at: PageAt,
  oddOffsets: Set<number>,
): Promise<Stretch | undefined> => {
  const { offset, limit } = at
  if ([...oddOffsets].some((odd) => odd >= offset && odd < offset + limit)) {
    return searched(client, slice, at, oddOffsets)
  }
  try {
    const read = await readPageAt(client, slice, at)
    return read && joined([read], 0, read.page.limit)
  } catch (error) {
    if (limit === 1 || !mayBeOddRow(error)) throw error
    return searched(client, slice, at, oddOffsets, error)
  }
}

/** Tells of rows that were left out: they are missed until Mindbody can answer with them. */
export const warnOfSkipped = ({ slice, skipped, requestId }: Page, log: Log): void => {
  if (skipped === 0) return
  const { stream, siteId, id } = slice
  log.warn(
    { stream: stream.name, site_id: siteId, slice: id, rows: skipped, beside: requestId },
    `Mindbody cannot answer with ${skipped} rows of ${stream.name} of site ${siteId}; they were left out, and nothing of this slice counts as deleted`,
  )
}

/** A failure inside Mindbody that it reports itself; a gateway's 500 is an outage. */
const mayBeOddRow = (error: unknown): boolean => {
  if (!(error instanceof Problem)) return false
  const { status, code, message } = (error.cause ?? {}) as Partial<ApiError>
  if (code === undefined || code === unexplained) return false
  return status === 500 || /something went wrong/i.test(message ?? '')
}

interface Part {
  readonly offset: number
  readonly limit: number
}

const halvesOf = ({ offset, limit }: Part): readonly Part[] => {
  const first = Math.ceil(limit / 2)
  return [
    { offset, limit: first },
    { offset: offset + first, limit: limit - first },
  ]
}

/** The parts of a page between rows known to be odd. */
const partsBetween = ({ offset, limit }: Part, oddOffsets: ReadonlySet<number>): readonly Part[] => {
  const end = offset + limit
  const odds = [...oddOffsets].filter((odd) => odd >= offset && odd < end).sort((a, b) => a - b)
  return [...odds, end]
    .map((odd, nth) => {
      const from = nth === 0 ? offset : (odds[nth - 1] ?? 0) + 1
      return { offset: from, limit: odd - from }
    })
    .filter((part) => part.limit > 0)
}

/** Level by level, whole page to single rows. `failure` = the failure of the page as a whole, where it was asked. */
const searched = async (
  client: Door,
  slice: Slice,
  { signal, offset, limit }: PageAt,
  oddOffsets: Set<number>,
  failure?: unknown,
): Promise<Stretch> => {
  const read: ReadPage[] = []
  let parts =
    failure === undefined ? partsBetween({ offset, limit }, oddOffsets) : halvesOf({ offset, limit })
  for (let level = 1; parts.length > 0; level += 1) {
    const failed: Part[] = []
    for (const part of parts) {
      const { answer, error } = await tryPart(client, slice, { ...part, signal, tries: triesOfPart })
      if (answer !== undefined) read.push(answer)
      else if (part.limit > 1) failed.push(part)
      else oddOffsets.add(part.offset)
      // Two odd rows may spoil both halves of a page; where all quarters fail too, Mindbody does.
      const isOutage = read.length === 0 && level === 2 && part === parts.at(-1)
      if (error !== undefined && (isOutage || oddOffsets.size > mostOddRows)) throw failure ?? error
    }
    parts = failed.flatMap(halvesOf)
  }
  read.sort((one, other) => one.page.offset - other.page.offset)
  const skipped = [...oddOffsets].filter((odd) => odd >= offset && odd < offset + limit).length
  return joined(read, skipped, limit)
}

const tryPart = async (
  client: Door,
  slice: Slice,
  at: PageAt,
): Promise<{ readonly answer?: ReadPage | undefined; readonly error?: unknown }> => {
  try {
    return { answer: await readPageAt(client, slice, at) }
  } catch (error) {
    if (mayBeOddRow(error)) return { error }
    throw error
  }
}

const joined = (read: readonly ReadPage[], skipped: number, limit: number): Stretch => {
  const full = read.filter(({ page }) => page.rows !== 0)
  const pages = full.map(({ page }, nth) => (nth === full.length - 1 ? { ...page, skipped } : page))
  return {
    pages,
    rows: pages.reduce((sum, { rows = 0 }) => sum + rows, skipped),
    limit,
    totalResults: read.at(-1)?.page.totalResults,
    contents: full.map(({ head }) => head.content),
  }
}
