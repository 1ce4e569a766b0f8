// The mirror: where each stream stands, readable while a sync holds the warehouse.
import type { Control } from './database.ts'

export interface MirrorEntry {
  readonly stream: string
  readonly siteId: number
  /** The cursor as a plain value; undefined before the first commit. */
  readonly cursor: object | undefined
  /** Rows of the stream that are present in the warehouse. */
  readonly rows: number
  /** The last commit, or reading without news; what was told before stays unless it is told anew. */
  readonly lastSyncedAt?: Date | undefined
  /** complete, partial, incomplete, running or skipped */
  readonly status: string
  readonly runId: string
  /** Parents that were due and not asked; stays as well. */
  readonly waiting?: number
}

/** Writes an entry after the warehouse has committed; the warehouse stays the truth. */
export const writeMirror = async ({ db }: Control, entry: MirrorEntry): Promise<void> => {
  const row = {
    cursor: entry.cursor === undefined ? null : JSON.stringify(entry.cursor),
    rows: entry.rows,
    status: entry.status,
    run_id: entry.runId,
    ...(entry.lastSyncedAt === undefined ? {} : { last_synced_at: entry.lastSyncedAt.toISOString() }),
    ...(entry.waiting === undefined ? {} : { waiting: entry.waiting }),
  }
  await db
    .insertInto('mirror')
    .values({ stream: entry.stream, site_id: entry.siteId, ...row })
    .onConflict((conflict) => conflict.columns(['stream', 'site_id']).doUpdateSet(row))
    .execute()
}

/** All entries, by stream and site. */
export const readMirror = async ({ db }: Control): Promise<readonly MirrorEntry[]> => {
  const rows = await db.selectFrom('mirror').selectAll().orderBy('stream').orderBy('site_id').execute()
  return rows.map((row) => ({
    stream: row.stream,
    siteId: row.site_id,
    cursor: row.cursor === null ? undefined : (JSON.parse(row.cursor) as object),
    rows: row.rows,
    lastSyncedAt: row.last_synced_at === null ? undefined : new Date(row.last_synced_at),
    status: row.status,
    runId: row.run_id,
    waiting: row.waiting,
  }))
}
