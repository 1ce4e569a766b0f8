// Usage: the calls of a period by site, endpoint, stream and run, and how long their details are kept.
import { sql } from 'kysely'
import type { LocalDate } from '../core/time.ts'
import { addDays } from '../core/time.ts'
import type { Control } from './database.ts'
import { msBetween } from './engine.ts'

export interface UsageRow {
  readonly siteId: number
  /** Path without the base URL; undefined for days whose details were pruned. */
  readonly endpoint: string | undefined
  /** Undefined for tokens, checks and pruned days. */
  readonly stream: string | undefined
  readonly runId: string | undefined
  readonly calls: number
}

/** Details of a call are kept so long; what a day cost in all is kept for good. */
const keptDays = 400

/**
 * Calls whose paying day (on the site's calendar) lies in a period `YYYY-MM`, largest first within a site. Their sum is that of
 * the daily counters the budget is held against: days whose details are gone are one row a site.
 */
export const usageOf = async ({ db }: Control, period: string): Promise<readonly UsageRow[]> => {
  const first = `${period}-01`
  const last = `${period}-31`
  const known = await db
    .selectFrom('calls')
    .select(['site_id', 'endpoint', 'stream', 'run_id', (e) => e.fn.countAll<number>().as('calls')])
    .where('local_day', '>=', first)
    .where('local_day', '<=', last)
    .groupBy(['site_id', 'endpoint', 'stream', 'run_id'])
    .orderBy('site_id')
    .orderBy('calls', 'desc')
    .orderBy('endpoint')
    .execute()
  const days = await db
    .selectFrom('call_days')
    .select(['site_id', (e) => e.fn.sum<number>('used').as('calls')])
    .where('local_day', '>=', first)
    .where('local_day', '<=', last)
    .groupBy('site_id')
    .orderBy('site_id')
    .execute()
  const rows = known.map((row) => ({
    siteId: row.site_id,
    endpoint: row.endpoint,
    stream: row.stream ?? undefined,
    runId: row.run_id,
    calls: row.calls,
  }))
  const pruned = days.flatMap((day) => {
    const detailed = known.filter(({ site_id: siteId }) => siteId === day.site_id)
    const calls = day.calls - detailed.reduce((sum, row) => sum + row.calls, 0)
    const none = { endpoint: undefined, stream: undefined, runId: undefined }
    return calls > 0 ? [{ siteId: day.site_id, ...none, calls }] : []
  })
  return [...rows, ...pruned]
}

/** One call, by the id that was sent with it. */
export const findCall = ({ db }: Control, id: string) =>
  db.selectFrom('calls').selectAll().where('id', '=', id).executeTakeFirst()

/** Ids that begin so, at most two: enough to tell one from several. */
export const findCallIds = async ({ db }: Control, beginning: string): Promise<readonly string[]> => {
  // The range of all texts with this beginning: ids are hexadecimal, and `g` comes after all of it.
  const rows = await db
    .selectFrom('calls')
    .select('id')
    .where('id', '>=', beginning)
    .where('id', '<', `${beginning}g`)
    .limit(2)
    .execute()
  return rows.map(({ id }) => id)
}

/** Removes the details of calls older than 400 days; the daily counters stay. @returns calls removed. */
export const pruneCalls = async ({ db }: Control, today: LocalDate): Promise<number> => {
  const result = await db
    .deleteFrom('calls')
    .where('local_day', '<', addDays(today, -keptDays))
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}

/** Runs shorter than this say little about the time a call takes. */
const tellingCalls = 20

/**
 * Milliseconds a call has taken in the newest telling run of a sync (a plan's probes go one by one), everything counted (several go side by side, and what they bring is
 * loaded meanwhile); undefined before the first.
 */
export const msPerCall = async ({ db }: Control): Promise<number | undefined> => {
  const { rows } = await sql<{ ms: number }>`
    select ${msBetween(db, sql`min(reserved_at)`, sql`max(finished_at)`)} / count(*) as ms
    from calls where run_id in (select id from runs where verb in ('sync', 'run', 'demo'))
    group by run_id having count(*) >= ${tellingCalls} and max(finished_at) is not null
    order by max(reserved_at) desc limit 1`.execute(db)
  return rows[0]?.ms
}

/** Milliseconds an answer took on average in one run; undefined where none came. */
export const msPerAnswer = async ({ db }: Control, runId: string): Promise<number | undefined> => {
  const { rows } = await sql<{ ms: number | null }>`
    select avg(${msBetween(db, sql`reserved_at`, sql`finished_at`)}) as ms
    from calls where run_id = ${runId} and status = 200`.execute(db)
  return rows[0]?.ms ?? undefined
}

/** Calls by stream and site of the newest run that has ended and read the stream. */
export const callsOfLastReading = async ({ db }: Control) => {
  const { rows } = await sql<{ stream: string; site_id: number; calls: number }>`
    with readings as (
      select calls.stream, calls.site_id, count(*) as calls,
        row_number() over (partition by calls.stream, calls.site_id order by max(runs.started_at) desc) as age
      from calls join runs on runs.id = calls.run_id
      where runs.verb in ('sync', 'run', 'demo') and runs.finished_at is not null and calls.stream is not null
      group by calls.stream, calls.site_id, calls.run_id
    )
    select stream, site_id, calls from readings where age = 1`.execute(db)
  return rows
}
