// A witness: a parent with rows that is asked beside parents who all came empty, to tell an outage from the truth.
import { quoteList, quoteName } from './duck.ts'
import type { Pulling } from './dirty-pulling.ts'
import { parentQuestions } from './dirty-questions.ts'
import type { Question } from './dirty-questions.ts'
import { parentColumn, rawTable } from './raw-schema.ts'

/**
 * Several parents that lose all they had at once are taken for an outage, unless another one answers with rows. A pass asks so
 * many that one does; the few that events name may really all be empty (three clients, each with one visit, now cancelled).
 * @returns a question for the parent raw holds most rows of; undefined where there is no other.
 */
export const witnessFor = async (
  pulling: Pulling,
  questions: readonly Question[],
): Promise<Question | undefined> => {
  const { stream, site, warehouse } = pulling
  const column = parentColumn(stream)
  if (column === undefined) return undefined
  const name = quoteName(column)
  const asked = questions.flatMap(({ slice }) => slice.parents ?? [])
  const [most] = await warehouse.exclusive((duck) =>
    duck.rows<{ parent: string }>(
      `select ${name}::varchar as parent from ${rawTable(stream)}
       where "SiteId" = ${site.siteId} and _deleted_at is null and ${name} is not null
         and ${name}::varchar not in (select unnest(${quoteList(asked)}))
       group by 1 order by count(*) desc, 1 limit 1`,
    ),
  )
  if (most === undefined) return undefined
  const [question] = await parentQuestions(pulling, new Map([[most.parent, []]]))
  return question
}
