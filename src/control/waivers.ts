// Waivers: causes that a person accepts until a day. A revoked one is a further row; nothing is changed.
import type { Control } from './database.ts'
import type { WaiversTable } from './schema.ts'

export type NewWaiver = Omit<WaiversTable, 'seq'>

/** A waiver as it is read. */
export interface WaiverRow extends NewWaiver {
  readonly seq: number
}

/** Grants or revokes a waiver. */
export const writeWaiver = async ({ db }: Control, row: NewWaiver): Promise<void> => {
  await db.insertInto('waivers').values(row).execute()
}

/** What was granted and revoked for a report of a site, oldest first. */
export const waiversOf = ({ db }: Control, report: string, siteId: number): Promise<WaiverRow[]> =>
  db
    .selectFrom('waivers')
    .selectAll()
    .where('report', '=', report)
    .where('site_id', '=', siteId)
    .orderBy('seq')
    .execute()

/** The newest row of each cause, where it is a waiver that holds on that day. */
export const waiversOn = (rows: readonly WaiverRow[], day: string): readonly WaiverRow[] => {
  const newest = new Map(rows.map((row) => [row.cause, row]))
  return [...newest.values()].filter(({ kind, until }) => kind === 'granted' && until >= day)
}
