// The commit of what dirty marks asked for: rows, cleared marks, and what did not come, in one transaction.
import { fetchAgain } from './dirty-fetch.ts'
import type { Answered } from './dirty-fetch.ts'
import { keysThatCame, noteGone } from './dirty-gone.ts'
import { clearDirty } from './dirty-marks.ts'
import type { DirtyKey } from './dirty-marks.ts'
import type { Pulling } from './dirty-pulling.ts'
import type { Duck } from './duck.ts'
import { keepsPages } from './lake.ts'
import { loadMended } from './mend.ts'

/** Commits answers; `hoped` are marks that are settled when their rows happen to come. @throws as `loadMended`. */
export const commitAnswers = async (
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
