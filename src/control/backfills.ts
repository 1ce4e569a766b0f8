// How far a backfill has come, so that one that was cut short goes on where it stopped.
import type { LocalDate } from '../core/time.ts'
import type { Control } from './database.ts'

/** A stream of a site over a span of site-local days, both included. */
export interface BackfillSpan {
  readonly stream: string
  readonly siteId: number
  readonly from: LocalDate
  readonly to: LocalDate
}

const keyOf = ({ stream, siteId, from, to }: BackfillSpan) => ({
  stream,
  site_id: siteId,
  span_from: from,
  span_to: to,
})

/** Last day that an unfinished backfill of this very span has committed; undefined when there is none. */
export const backfilledTo = async ({ db }: Control, span: BackfillSpan): Promise<LocalDate | undefined> => {
  const row = await db
    .selectFrom('backfills')
    .select('done_to')
    .where((builder) => builder.and(keyOf(span)))
    .executeTakeFirst()
  return row?.done_to
}

/** Notes a committed window; with the last one of the span the note goes. */
export const noteBackfilled = async (
  { db }: Control,
  span: BackfillSpan,
  doneTo: LocalDate,
): Promise<void> => {
  if (doneTo >= span.to) {
    await db
      .deleteFrom('backfills')
      .where((builder) => builder.and(keyOf(span)))
      .execute()
    return
  }
  await db
    .insertInto('backfills')
    .values({ ...keyOf(span), done_to: doneTo })
    .onConflict((conflict) =>
      conflict.columns(['stream', 'site_id', 'span_from', 'span_to']).doUpdateSet({ done_to: doneTo }),
    )
    .execute()
}
