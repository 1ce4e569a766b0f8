// Comparisons that were made: each is kept, so that it can be signed, and told from the one before.
import { sql } from 'kysely'
import type { Control } from './database.ts'
import type { ReconciliationsTable } from './schema.ts'

/** One report, site and period. */
export interface Scope {
  readonly report: string
  readonly siteId: number
  readonly from: string
  readonly to: string
}

/** Named, because on Postgres the table has its rowid among its columns. */
const columns = [
  'id',
  'at',
  'report',
  'site_id',
  'span_from',
  'span_to',
  'file',
  'file_sha256',
  'native_total',
  'our_total',
  'variance',
  'explained_percent',
  'verdict',
  'settings',
  'differences',
] as const satisfies readonly (keyof ReconciliationsTable)[]

/** Keeps a comparison. */
export const recordReconciliation = async ({ db }: Control, row: ReconciliationsTable): Promise<void> => {
  await db.insertInto('reconciliations').values(row).execute()
}

/** The comparisons of a scope, newest first. */
export const reconciliationsOf = (
  { db }: Control,
  { report, siteId, from, to }: Scope,
): Promise<ReconciliationsTable[]> =>
  db
    .selectFrom('reconciliations')
    .select(columns)
    .where('report', '=', report)
    .where('site_id', '=', siteId)
    .where('span_from', '=', from)
    .where('span_to', '=', to)
    .orderBy('at', 'desc')
    // Several of one run have the same time: the one kept last is the newest.
    .orderBy(sql`rowid`, 'desc')
    .execute()

/** One comparison by its id. */
export const reconciliationById = ({ db }: Control, id: string): Promise<ReconciliationsTable | undefined> =>
  db.selectFrom('reconciliations').select(columns).where('id', '=', id).executeTakeFirst()
