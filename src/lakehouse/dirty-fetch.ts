// Fetching what dirty marks ask for: rows by key in one page, and whatever else as a pass would.
import { Problem } from '../core/errors.ts'
import type { ApiError } from '../source/answer.ts'
import { readPages } from '../source/pages.ts'
import type { Page } from '../source/page.ts'
import { isParentGone } from '../source/refusal.ts'
import type { Slice } from '../source/slices.ts'
import { keyQuestion } from './dirty-questions.ts'
import type { Question } from './dirty-questions.ts'
import type { Pulling } from './dirty-pulling.ts'
import { fetchAhead, fetchWhole } from './fetch-slice.ts'
import { spoolSlice } from './spool.ts'
import type { SpooledSlice } from './spool.ts'

export interface Answered extends SpooledSlice {
  readonly question: Question
}

/** Reads a question; several answers come back where what was asked had to be split. */
export const fetchQuestion = async (
  pulling: Pulling,
  question: Question,
  over: AbortSignal,
): Promise<readonly Answered[]> => {
  if (question.rows !== undefined) return fetchKeys(pulling, question, question.rows)
  const parts = await fetchAhead(pulling.fetching)(question.slice, over)
  if (parts.length === 1) return parts.map((part) => ({ ...part, question }))
  // Halves of a batch of parents settle what they have asked for themselves.
  return parts.map((part, index) => ({
    ...part,
    question: { ...question, settles: index === parts.length - 1 },
  }))
}

/** Reads a slice once more after a page of it could not be used. */
export const fetchAgain = (pulling: Pulling, slice: Slice, isByKey: boolean): Promise<SpooledSlice> =>
  isByKey ? fetchPage(pulling, slice) : fetchWhole(pulling.fetching, slice)

/**
 * More rows than keys: one of them resolves to nobody, and the answer is everybody (clients, observed at other endpoints). Then
 * the batch is halved, as for one that is refused; a single key that is refused is not there.
 */
const fetchKeys = async (
  pulling: Pulling,
  question: Question,
  { by, asked }: NonNullable<Question['rows']>,
): Promise<readonly Answered[]> => {
  const isSingle = asked.size === 1
  try {
    const spooled = await fetchPage(pulling, question.slice)
    if (isSingle || rowsOf(spooled) <= asked.size) return [{ ...spooled, question }]
  } catch (error) {
    if (!isRefused(error)) throw error
    pulling.log.warn({ stream: pulling.stream.name, keys: asked.size }, `asked by key: ${error.message}`)
    if (isSingle) return [{ slice: question.slice, pages: [], question }]
  }
  const rows = [...asked]
  const middle = Math.ceil(rows.length / 2)
  const answers: Answered[] = []
  for (const half of [rows.slice(0, middle), rows.slice(middle)]) {
    const part = keyQuestion(pulling, by, new Map(half))
    answers.push(...(await fetchKeys(pulling, part, { by, asked: new Map(half) })))
  }
  return answers
}

const rowsOf = ({ pages }: SpooledSlice): number => pages.reduce((sum, { rows = 0 }) => sum + rows, 0)

/** The API does not take the question: an id of another kind, or one it does not know. */
const isRefused = (error: unknown): error is Problem => {
  if (!(error instanceof Problem)) return false
  const { status } = (error.cause ?? {}) as Partial<ApiError>
  return status === 400 || isParentGone(error)
}

/** Twice as many rows as keys fit on the page: more than were asked for show, and a second page is never needed. */
const fetchPage = ({ client, stream, fetching, signal }: Pulling, slice: Slice): Promise<SpooledSlice> => {
  const pageSize = Math.max(10, 2 * (stream.byKey?.batch ?? 0))
  return spoolSlice(firstOf(readPages(client, slice, { signal, pageSize })), slice, fetching.folder)
}

const firstOf = async function* (pages: AsyncGenerator<Page>): AsyncGenerator<Page> {
  for await (const page of pages) {
    yield page
    return
  }
}
