// What Mindbody counts against what was accepted here, and the stretches of time of which events may be missing.
import { randomUUID } from 'node:crypto'
import type { Control } from './database.ts'

/** Totals at a time. */
export interface MetricsSnapshot {
  readonly subscriptionId: string
  readonly at: Date
  readonly status: string
  readonly attempted: number
  readonly delivered: number
  readonly undelivered: number
  readonly failed: number
  /** Our own count of its path. */
  readonly accepted: number
}

/** Keeps a snapshot; one of the same time takes its place. */
export const saveMetrics = async (
  { db }: Control,
  { subscriptionId, at, ...counts }: MetricsSnapshot,
): Promise<void> => {
  await db
    .insertInto('webhook_metrics')
    .values({ subscription_id: subscriptionId, at: at.toISOString(), ...counts })
    .onConflict((conflict) => conflict.columns(['subscription_id', 'at']).doUpdateSet(counts))
    .execute()
}

/** The newest snapshots of a subscription, newest first. */
export const lastMetrics = async (
  { db }: Control,
  subscriptionId: string,
  limit = 1,
): Promise<readonly MetricsSnapshot[]> => {
  const rows = await db
    .selectFrom('webhook_metrics')
    .selectAll()
    .where('subscription_id', '=', subscriptionId)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ subscription_id: id, at, ...counts }) => ({
    subscriptionId: id,
    at: new Date(at),
    ...counts,
  }))
}

export interface NewGap {
  readonly subscriptionId: string
  readonly from: Date
  readonly to: Date
  readonly reason: 'not_active' | 'failed' | 'uncounted'
  readonly detail: string
  readonly foundAt: Date
}

export interface OpenGap extends Omit<NewGap, 'reason'> {
  readonly id: string
  readonly reason: string
}

/** Notes a gap. @returns its id. */
export const addGap = async ({ db }: Control, gap: NewGap): Promise<string> => {
  const id = randomUUID()
  await db
    .insertInto('webhook_gaps')
    .values({
      id,
      subscription_id: gap.subscriptionId,
      from_at: gap.from.toISOString(),
      to_at: gap.to.toISOString(),
      reason: gap.reason,
      detail: gap.detail,
      found_at: gap.foundAt.toISOString(),
    })
    .execute()
  return id
}

/** Gaps that no pull has covered, oldest first. */
export const openGaps = async ({ db }: Control): Promise<readonly OpenGap[]> => {
  const rows = await db
    .selectFrom('webhook_gaps')
    .selectAll()
    .where('pulled_at', 'is', null)
    .orderBy('from_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    subscriptionId: row.subscription_id,
    from: new Date(row.from_at),
    to: new Date(row.to_at),
    reason: row.reason,
    detail: row.detail,
    foundAt: new Date(row.found_at),
  }))
}

/** Notes that a pull has covered a gap. */
export const markGapPulled = async ({ db }: Control, id: string, at: Date): Promise<void> => {
  await db
    .updateTable('webhook_gaps')
    .set({ pulled_at: at.toISOString() })
    .where('id', '=', id)
    .where('pulled_at', 'is', null)
    .execute()
}
