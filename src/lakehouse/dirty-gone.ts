// Keys that were asked for and did not come: told, and where raw holds the row, its day is read next.
import { namedBy } from '../source/plan-keys.ts'
import type { Duck } from './duck.ts'
import { quoteName, quoteText } from './duck.ts'
import { boundRows, givenRows } from './given-rows.ts'
import { markDirty } from './dirty-marks.ts'
import type { Pulling } from './dirty-pulling.ts'
import type { Question } from './dirty-questions.ts'
import { keyJson, newestEvents } from './missing-keys.ts'
import { rawTable } from './raw-schema.ts'

/** Values of a field among the rows of the commit under way. */
export const keysThatCame = async (duck: Duck, field: string): Promise<ReadonlySet<string>> => {
  const rows = await duck.rows<{ key: string }>(
    `select distinct ${quoteName(field)}::varchar as key from staged`,
  )
  return new Set(rows.map(({ key }) => key))
}

/**
 * Notes keys that did not come, inside the commit that was to bring them. Not to come is no deletion: it counts as one reading
 * that missed the row, and the row's day becomes dirty, so that the next run reads all of that day; only if that reading misses
 * it too, the row is deleted, as by any other two.
 * @param hasRows whether the commit has brought any rows, listed as `staged`.
 */
export const noteGone = async (
  duck: Duck,
  { stream, site: { siteId }, client, runId, count }: Pulling,
  questions: readonly Question[],
  hasRows: boolean,
): Promise<void> => {
  for (const by of ['key', 'alias'] as const) {
    const field = namedBy(stream, by)?.field
    const asked = questions.flatMap(({ rows }) => (rows?.by === by ? [...rows.asked.keys()] : []))
    if (field === undefined || asked.length === 0) continue
    const came = hasRows ? await keysThatCame(duck, field) : new Set()
    const gone = asked.filter((key) => !came.has(key))
    count.gone.push(...gone)
    const { incremental } = stream
    if (gone.length === 0 || incremental.kind !== 'window' || incremental.field === undefined) continue
    const now = client.now()
    const at = `${quoteText(now.toISOString().slice(0, -1))}::timestamp`
    const held = `"SiteId" = ${siteId} and _deleted_at is null and ${quoteName(field)}::varchar in (select key from ${givenRows({ key: 'VARCHAR' })})`
    const given = boundRows(gone.map((key) => ({ key })))
    const days = await duck.rows<{ day: string | null }>(
      `select distinct left(${quoteName(incremental.field)}, 10) as day from ${rawTable(stream)} where ${held}`,
      given,
    )
    await duck.run(
      `insert into ledger.missing_key
      select ${quoteText(stream.name)}, ${siteId}, ${keyJson(stream)}, 'missing', ${quoteText(runId)}, ${at}
      from ${rawTable(stream)} where ${held}
        and ${keyJson(stream)} not in (select key from (${newestEvents(stream, siteId)}) where event = 'missing')`,
      given,
    )
    const marks = days.flatMap(({ day }) =>
      day === null
        ? []
        : [{ stream: stream.name, siteId, ask: 'days' as const, key: `${day}..${day}`, since: now }],
    )
    await markDirty(duck, marks)
  }
}
