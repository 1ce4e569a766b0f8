// Runs: what was started, when, and how it ended.
import { randomUUID } from 'node:crypto'
import type { Control } from './database.ts'

export interface RunEnd {
  readonly status: 'done' | 'failed' | 'stopped'
  readonly exitCode: number
  /** What the verb prints with --json. */
  readonly summary?: object
}

/** Opens a run and gives its id. */
export const startRun = async (
  { db }: Control,
  verb: string,
  clock: () => Date = () => new Date(),
): Promise<string> => {
  const id = randomUUID()
  await db
    .insertInto('runs')
    .values({
      id,
      verb,
      started_at: clock().toISOString(),
      finished_at: null,
      status: 'running',
      exit_code: null,
      summary: null,
    })
    .execute()
  return id
}

/** Closes a run. A run that was killed stays `running`; whoever lists runs knows by the lease that it is not. */
export const finishRun = async (
  { db }: Control,
  id: string,
  { status, exitCode, summary }: RunEnd,
  clock: () => Date = () => new Date(),
): Promise<void> => {
  await db
    .updateTable('runs')
    .set({
      status,
      exit_code: exitCode,
      finished_at: clock().toISOString(),
      summary: summary === undefined ? null : JSON.stringify(summary),
    })
    .where('id', '=', id)
    .execute()
}

/** The newest runs first. */
export const listRuns = ({ db }: Control, limit = 20) =>
  db.selectFrom('runs').selectAll().orderBy('started_at', 'desc').limit(limit).execute()

/** One run, or undefined. */
export const findRun = ({ db }: Control, id: string) =>
  db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst()

/** Calls made by each of these runs. */
export const callsByRun = async (
  { db }: Control,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  // Postgres knows no empty list.
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('calls')
    .select(['run_id', (expression) => expression.fn.countAll<number>().as('calls')])
    .where('run_id', 'in', ids)
    .groupBy('run_id')
    .execute()
  return new Map(rows.map(({ run_id: id, calls }) => [id, calls]))
}

/** The name may stand deeper in a summary too; so many without it at the top do not follow each other. */
const summariesLookedAt = 20

/** What the newest run of one of these verbs printed with --json that has a field at its top. */
export const newestSummary = async (
  { db }: Control,
  verbs: readonly string[],
  field = 'calls_used',
): Promise<Readonly<Record<string, unknown>> | undefined> => {
  const rows = await db
    .selectFrom('runs')
    .select('summary')
    .where('verb', 'in', verbs)
    .where('summary', 'like', `%"${field}":%`)
    .orderBy('started_at', 'desc')
    .limit(summariesLookedAt)
    .execute()
  return rows
    .map(({ summary }) => JSON.parse(summary ?? '{}') as Readonly<Record<string, unknown>>)
    .find((summary) => summary[field] !== undefined)
}
