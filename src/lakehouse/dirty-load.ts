// Loading what dirty marks asked for: read side by side, committed in order, each commit clearing the marks it has settled.
import { Problem } from '../core/errors.ts'
import type { ProblemCode } from '../core/errors.ts'
import { readAhead, groupSlices, widthFor } from './batches.ts'
import { fetchAgain, fetchQuestion } from './dirty-fetch.ts'
import type { Answered } from './dirty-fetch.ts'
import { keysThatCame, noteGone } from './dirty-gone.ts'
import { clearDirty } from './dirty-marks.ts'
import type { DirtyKey } from './dirty-marks.ts'
import type { Pulling } from './dirty-pulling.ts'
import type { Question } from './dirty-questions.ts'
import type { Duck } from './duck.ts'
import { endsRun } from './ends-run.ts'
import { keepsPages } from './lake.ts'
import { loadMended } from './mend.ts'

/** Failures that may be of one question. More of them are an outage. */
const ownFailures: ReadonlySet<ProblemCode> = new Set(['ANSWER_BROKEN', 'MINDBODY_UNAVAILABLE'])
const mostFailures = 3

/** What cannot be answered for so long is left to the readings of days and of everything. */
const mostHours = 24

/**
 * Reads questions and commits them. One that fails by itself leaves its marks and the others go on; its failure is counted.
 * @param hoped marks by key that are settled when their rows happen to come.
 * @throws Problem BUDGET_SPENT and whatever else the next question would meet as well; what was read before is committed.
 */
export const loadQuestions = async (
  pulling: Pulling,
  questions: readonly Question[],
  hoped: readonly DirtyKey[] = [],
): Promise<void> => {
  if (questions.length === 0) return
  const { client, config, site } = pulling
  const failed = new Set<DirtyKey>()
  let failures = 0
  const fetch = async (question: Question, over: AbortSignal): Promise<readonly Answered[]> => {
    try {
      return await fetchQuestion(pulling, question, over)
    } catch (error) {
      const isOwn = error instanceof Problem && ownFailures.has(error.code) && !endsRun(error)
      if (!isOwn || failures >= mostFailures) throw error
      failures += 1
      pulling.count.failure ??= error
      for (const mark of question.marks) failed.add(mark)
      pulling.log.warn({ stream: pulling.stream.name, site_id: site.siteId }, `left dirty: ${error.message}`)
      if (error.code === 'ANSWER_BROKEN') await giveUpOld(pulling, question.marks)
      return []
    }
  }
  const width = widthFor(config.max_concurrency, () => client.callsLeft(site.siteId))
  for await (const answers of groupSlices(flat(readAhead(each(questions), width, fetch)))) {
    await loadAnswers(pulling, answers, failed, hoped)
  }
}

const loadAnswers = async (
  pulling: Pulling,
  answers: readonly Answered[],
  failed: ReadonlySet<DirtyKey>,
  hoped: readonly DirtyKey[],
): Promise<void> => {
  const { stream, site, warehouse, client, config, count } = pulling
  const questions = answers.map(({ question }) => question)
  const settled = questions
    .filter(({ settles }) => settles)
    .flatMap(({ marks }) => marks)
    .filter((mark) => mark.marks > 0 && !failed.has(mark))
  const met: DirtyKey[] = []
  const committed = await loadMended(
    {
      stream,
      siteId: site.siteId,
      runId: pulling.runId,
      slices: answers.map(({ question: _, ...spooled }) => spooled),
      cursor: undefined,
      notesParents: true,
      acceptsEmpty: false,
      knownSeq: pulling.knownSeq,
      passStartedAt: pulling.startedAt,
      now: () => client.now(),
      keepPages: keepsPages(stream, config.page_retention_days),
      label: 'dirty',
      also: async (duck, { rows }) => {
        met.push(...(await metAmong(duck, pulling, hoped, rows > 0)))
        await clearDirty(duck, [...settled, ...met])
        await noteGone(duck, pulling, questions, rows > 0)
      },
    },
    {
      warehouse,
      fetch: (slice) =>
        fetchAgain(
          pulling,
          slice,
          questions.some(({ rows }) => rows !== undefined),
        ),
    },
  )
  count.add(committed, [...settled, ...met])
}

const metAmong = async (
  duck: Duck,
  { stream }: Pulling,
  hoped: readonly DirtyKey[],
  hasRows: boolean,
): Promise<readonly DirtyKey[]> => {
  const field = stream.byKey?.field
  if (field === undefined || hoped.length === 0 || !hasRows) return []
  const came = await keysThatCame(duck, field)
  return hoped.filter(({ key }) => came.has(key))
}

/** A question that Mindbody answers badly each time would be asked for ever. */
const giveUpOld = async (
  { warehouse, client, log, stream }: Pulling,
  marks: readonly DirtyKey[],
): Promise<void> => {
  const limit = client.now().getTime() - mostHours * 3_600_000
  const old = marks.filter(({ since }) => since.getTime() < limit)
  if (old.length === 0) return
  await warehouse.exclusive((duck) => clearDirty(duck, old))
  log.warn({ stream: stream.name, marks: old.length }, 'given up after a day: left to the daily re-reading')
}

const each = async function* <Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items
}

const flat = async function* <Item>(lists: AsyncIterable<readonly Item[]>): AsyncGenerator<Item> {
  for await (const list of lists) yield* list
}
