// Parallel runs: which report of a site is expected day by day from which folder, and which file was compared for which day.
import { sql } from 'kysely'
import type { Control } from './database.ts'
import type { ReconcileDaysTable, ReconciliationsTable, ReconcileSchedulesTable } from './schema.ts'

/** Begins a parallel run, or changes its days and rule; the days compared so far stay. */
export const writeSchedule = async ({ db }: Control, row: ReconcileSchedulesTable): Promise<void> => {
  const { report: _, site_id: __, created_at: ___, ...changeable } = row
  await db
    .insertInto('reconcile_schedules')
    .values(row)
    .onConflict((conflict) => conflict.columns(['report', 'site_id']).doUpdateSet(changeable))
    .execute()
}

/** All parallel runs of a home, or those of one report. */
export const schedulesOf = ({ db }: Control, report?: string): Promise<ReconcileSchedulesTable[]> => {
  const all = db.selectFrom('reconcile_schedules').selectAll().orderBy('report').orderBy('site_id')
  return (report === undefined ? all : all.where('report', '=', report)).execute()
}

/** Ends a parallel run: nothing more is expected; what was compared stays. @returns false where there was none. */
export const endSchedule = async (
  { db }: Control,
  { report, site_id: siteId }: Pick<ReconcileSchedulesTable, 'report' | 'site_id'>,
): Promise<boolean> => {
  const { numDeletedRows } = await db
    .deleteFrom('reconcile_schedules')
    .where('report', '=', report)
    .where('site_id', '=', siteId)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** Puts a comparison down for its day. */
export const recordDay = async ({ db }: Control, row: ReconcileDaysTable): Promise<void> => {
  await db.insertInto('reconcile_days').values(row).execute()
}

/** A file compared for a day, with what came of it. */
export type ComparedDay = Pick<ReconcileDaysTable, 'day' | 'file_sha256' | 'at'> &
  Pick<
    ReconciliationsTable,
    'id' | 'file' | 'verdict' | 'variance' | 'native_total' | 'our_total' | 'differences' | 'settings'
  >

/** Every file compared for a parallel run, oldest first. */
export const daysOf = (
  { db }: Control,
  { report, site_id: siteId }: Pick<ReconcileSchedulesTable, 'report' | 'site_id'>,
): Promise<ComparedDay[]> =>
  db
    .selectFrom('reconcile_days')
    .innerJoin('reconciliations', 'reconciliations.id', 'reconcile_days.reconciliation_id')
    .select([
      'reconcile_days.day',
      'reconcile_days.file_sha256',
      'reconcile_days.at',
      'reconciliations.id',
      'reconciliations.file',
      'reconciliations.verdict',
      'reconciliations.variance',
      'reconciliations.native_total',
      'reconciliations.our_total',
      'reconciliations.differences',
      'reconciliations.settings',
    ])
    .where('reconcile_days.report', '=', report)
    .where('reconcile_days.site_id', '=', siteId)
    .orderBy('reconcile_days.day')
    .orderBy('reconcile_days.at')
    // Files that one run compared have the same time: the one put down last is the newest.
    .orderBy(sql`reconcile_days.rowid`)
    .execute()
