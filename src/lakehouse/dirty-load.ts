// Loading what dirty marks asked for: read side by side, committed in order, each commit clearing the marks it has settled.
import { Problem } from '../core/errors.ts'
import type { ProblemCode } from '../core/errors.ts'
import { readAhead, groupSlices, widthFor } from './batches.ts'
import { commitAnswers } from './dirty-commit.ts'
import { fetchQuestion } from './dirty-fetch.ts'
import type { Answered } from './dirty-fetch.ts'
import { clearDirty } from './dirty-marks.ts'
import type { DirtyKey } from './dirty-marks.ts'
import type { Pulling } from './dirty-pulling.ts'
import type { Question } from './dirty-questions.ts'
import { witnessFor } from './dirty-witness.ts'
import { endsRun } from './ends-run.ts'

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
  /** @throws the error itself, where it is not of these marks alone. */
  const leave = async (error: unknown, marks: readonly DirtyKey[]): Promise<void> => {
    const isOwn = error instanceof Problem && ownFailures.has(error.code) && !endsRun(error)
    if (!isOwn || failures >= mostFailures) throw error
    failures += 1
    pulling.count.failure ??= error
    for (const mark of marks) failed.add(mark)
    pulling.log.warn({ stream: pulling.stream.name, site_id: site.siteId }, `left dirty: ${error.message}`)
    if (error.code === 'ANSWER_BROKEN') await giveUpOld(pulling, marks)
  }
  const fetch = async (question: Question, over: AbortSignal): Promise<readonly Answered[]> => {
    try {
      return await fetchQuestion(pulling, question, over)
    } catch (error) {
      await leave(error, question.marks)
      return []
    }
  }
  const width = widthFor(config.max_concurrency, () => client.callsLeft(site.siteId))
  for await (const answers of groupSlices(flat(readAhead(each(questions), width, fetch)))) {
    try {
      await commitAnswers(pulling, answers, failed, hoped)
    } catch (error) {
      const own = answers.map(({ question }) => question)
      const witness = await witnessAfter(pulling, error, own)
      if (witness === undefined) {
        await leave(
          error,
          own.flatMap(({ marks }) => marks),
        )
      } else await loadQuestions(pulling, [witness, ...wholeAgain(own)])
    }
  }
}

/** Halves of a batch name the same slice: it is asked again as it was. */
const wholeAgain = (questions: readonly Question[]): readonly Question[] => [
  ...new Map(questions.map((question) => [question.slice.id, { ...question, settles: true }])).values(),
]

/** Undefined where the error is not that all parents came empty, or a witness was among them. */
const witnessAfter = async (
  pulling: Pulling,
  error: unknown,
  questions: readonly Question[],
): Promise<Question | undefined> => {
  const isEmptied = error instanceof Problem && error.code === 'ANSWER_BROKEN'
  const isWitnessed = questions.some(({ marks }) => marks.length === 0)
  return isEmptied && !isWitnessed ? witnessFor(pulling, questions) : undefined
}

/** Clears those told of a day ago: a question that Mindbody answers badly each time would be asked for ever. */
export const giveUpOld = async (
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
