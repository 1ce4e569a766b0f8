// The call ledger: a call is written down, and held against the budget, before it is made.
import { sql } from 'kysely'
import { Problem } from '../core/errors.ts'
import type { LocalDate } from '../core/time.ts'
import type { Control } from './database.ts'
import { inTurn } from './engine.ts'

export interface PlannedCall {
  /** Also sent as the request id. */
  readonly id: string
  readonly siteId: number
  /** Path without the base URL, e.g. `/sale/sales`. */
  readonly endpoint: string
  readonly stream: string | undefined
  /** The site's day that pays for the call. */
  readonly localDay: LocalDate
}

export interface CallLedger {
  /** @throws Problem BUDGET_SPENT when the day's budget or the run's limit is used up; nothing is written then. */
  reserve(call: PlannedCall): Promise<void>
  /** Notes how a reserved call ended; status 0 = no answer. */
  finish(id: string, status: number): Promise<void>
  /** Calls this run may still make for a site on a local day; undefined = no limit. */
  left(siteId: number, localDay: LocalDate): Promise<number | undefined>
  /** Writes what `finish` has gathered; call it when the run ends. */
  flush(): Promise<void>
}

export interface LedgerOptions {
  readonly runId: string
  /** Calls per site and local day; undefined = unlimited. */
  readonly dailyBudget?: number | undefined
  /** Calls this run may make in all; undefined = unlimited. */
  readonly maxCalls?: number | undefined
  readonly clock?: () => Date
}

/** Ends are noted in groups: losing some in a crash only leaves calls without a status, and each write costs an fsync. */
const endsPerWrite = 32

/**
 * Opens the ledger of a run. Check, call and counter are one statement (a trigger counts): a transaction that reads and then
 * writes ends in SQLITE_BUSY when several processes do it.
 */
export const createLedger = (control: Control, options: LedgerOptions): CallLedger => {
  const { runId, dailyBudget, maxCalls, clock = () => new Date() } = options
  let callsOfRun = 0
  let ends: CallEnd[] = []

  const flush = async (): Promise<void> => {
    const written = ends
    ends = []
    if (written.length > 0) await writeEnds(control, written)
  }

  return {
    reserve: async (call) => {
      if (maxCalls !== undefined && callsOfRun >= maxCalls) {
        throw new Problem('BUDGET_SPENT', {
          what: `This run may make ${maxCalls} calls, and has made them.`,
          remedy: 'Run again to go on where it stopped, or allow more calls with --max-calls.',
        })
      }
      callsOfRun += 1
      if (await insertCall(control, { ...call, runId, at: clock() }, dailyBudget)) return
      callsOfRun -= 1
      throw new Problem('BUDGET_SPENT', {
        what: `The budget of ${dailyBudget} calls for site ${call.siteId} on ${call.localDay} is used up.`,
      })
    },
    finish: async (id, status) => {
      ends.push({ id, status, at: clock().toISOString() })
      if (ends.length >= endsPerWrite) await flush()
    },
    left: async (siteId, localDay) => {
      const limits: number[] = []
      if (maxCalls !== undefined) limits.push(maxCalls - callsOfRun)
      if (dailyBudget !== undefined) limits.push(dailyBudget - (await callsUsed(control, siteId, localDay)))
      return limits.length === 0 ? undefined : Math.max(0, Math.min(...limits))
    },
    flush,
  }
}

const insertCall = async (
  control: Control,
  call: PlannedCall & { readonly runId: string; readonly at: Date },
  budget: number | undefined,
): Promise<boolean> => {
  const { siteId, localDay } = call
  const statement = sql`
    insert into calls (id, run_id, site_id, endpoint, stream, local_day, reserved_at)
    select ${call.id}, ${call.runId}, cast(${siteId} as integer), ${call.endpoint}, ${call.stream ?? null}, ${localDay},
      ${call.at.toISOString()}
    where cast(${budget ?? Number.MAX_SAFE_INTEGER} as bigint) > coalesce(
      (select used from call_days where site_id = ${siteId} and local_day = ${localDay}), 0)
    returning id`
  const { rows } = await inTurn(control, `budget ${siteId} ${localDay}`, (db) => statement.execute(db))
  return rows.length === 1
}

interface CallEnd {
  readonly id: string
  readonly status: number
  readonly at: string
}

const writeEnds = async ({ db }: Control, ends: readonly CallEnd[]): Promise<void> => {
  const values = ends.map(({ id, status, at }) => sql`(${id}, ${status}, ${at})`)
  await sql`
    with ended (id, status, at) as (values ${sql.join(values)})
    update calls set status = cast(ended.status as integer), finished_at = ended.at
    from ended where calls.id = ended.id`.execute(db)
}

/** Calls used by a site on a local day, over all runs. */
export const callsUsed = async ({ db }: Control, siteId: number, localDay: LocalDate): Promise<number> => {
  const row = await db
    .selectFrom('call_days')
    .select('used')
    .where('site_id', '=', siteId)
    .where('local_day', '=', localDay)
    .executeTakeFirst()
  return row?.used ?? 0
}

/** Calls of one run, by site, endpoint and stream. */
export const callsOfRun = ({ db }: Control, runId: string) =>
  db
    .selectFrom('calls')
    .select(['site_id', 'endpoint', 'stream', (expression) => expression.fn.countAll<number>().as('calls')])
    .where('run_id', '=', runId)
    .groupBy(['site_id', 'endpoint', 'stream'])
    .orderBy('site_id')
    .orderBy('endpoint')
    .execute()
