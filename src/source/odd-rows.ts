// Odd rows: records Mindbody cannot answer with, which fail every page they are on ("Something went wrong").
import { Problem } from '../core/errors.ts'
import { unexplained } from './answer.ts'
import type { ApiError } from './answer.ts'
import { readPageAt } from './page.ts'
import type { Door, PageAt, ReadPage } from './page.ts'
import type { Slice } from './slices.ts'
import { joined } from './stretch.ts'
import type { Stretch } from './stretch.ts'

/** More odd rows than this on a page are a server that is ill. */
const mostOddRows = 20

/** The page was asked for patiently; its parts need not be, but a row that is given up deserves all tries. */
const triesOfPart = 2

/**
 * Reads the rows from `offset` on. When a page fails for good though smaller ones do not, it is halved until the row to blame
 * stands alone; that row is left out and counted once, in `skipped` of the page beside it. `oddOffsets` remembers where such rows
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
    return read && joined([read], { offset, limit: read.page.limit, skipped: 0, rows: 0 })
  } catch (error) {
    if (limit === 1 || !mayBeOddRow(error)) throw error
    return searched(client, slice, at, oddOffsets, error)
  }
}

const apiErrorIn = (error: unknown): Partial<ApiError> =>
  error instanceof Problem ? ((error.cause ?? {}) as Partial<ApiError>) : {}

/** Mindbody's words where a profile was odd (release notes of 2022). */
const isTypical = (error: unknown): boolean => /something went wrong/i.test(apiErrorIn(error).message ?? '')

/** A failure inside Mindbody that it reports itself; a gateway's 500 is an outage. */
const mayBeOddRow = (error: unknown): boolean => {
  const { status, code } = apiErrorIn(error)
  if (code === undefined || code === unexplained) return false
  return status === 500 || isTypical(error)
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

/** A page cut at the places where odd rows stood: they may have moved since. */
const cutAt = ({ offset, limit }: Part, oddOffsets: ReadonlySet<number>): readonly Part[] => {
  const end = offset + limit
  const odds = [...oddOffsets].filter((odd) => odd >= offset && odd < end)
  const cuts = [...new Set([offset, ...odds, ...odds.map((odd) => odd + 1), end])].sort((a, b) => a - b)
  return cuts.slice(1).map((to, nth) => ({ offset: cuts[nth] ?? 0, limit: to - (cuts[nth] ?? 0) }))
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
  const odd: number[] = []
  let parts = failure === undefined ? cutAt({ offset, limit }, oddOffsets) : halvesOf({ offset, limit })
  // A page cut at known places is still whole between them.
  for (let level = failure === undefined ? 0 : 1; parts.length > 0; level += 1) {
    const failed: Part[] = []
    for (const part of parts) {
      const isNew = part.limit === 1 && !oddOffsets.has(part.offset)
      const patience = isNew ? {} : { tries: triesOfPart }
      const { answer, error } = await tryPart(client, slice, { ...part, ...patience, signal })
      if (answer !== undefined) read.push(answer)
      if (error === undefined) continue
      if (part.limit > 1) failed.push(part)
      else odd.push(part.offset)
      // Two odd rows may spoil both halves of a page; where all quarters fail too, or the words are others, Mindbody does.
      const isLast = part === parts.at(-1)
      const isOutage = read.length === 0 && isLast && (level > 1 || !isTypical(error))
      if (isOutage || odd.length > mostOddRows) throw failure ?? error
    }
    parts = failed.flatMap(halvesOf)
  }
  read.sort((one, other) => one.page.offset - other.page.offset)
  const skipped = odd.filter((place) => !oddOffsets.has(place)).length
  for (const place of odd) oddOffsets.add(place)
  return joined(read, { offset, limit, skipped, rows: odd.length })
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
