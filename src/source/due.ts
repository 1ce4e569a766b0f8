// When something that is done once in a while is due again.
import type { ModifiedCursor, WindowCursor } from './cursor.ts'

/** Once a day, for a run that starts a few hours earlier than the day before. */
export const oncePerDayHours = 20

/** True when `hours` have gone by since `at`. */
export const isDueAfterHours = (at: string | Date, hours: number, now: Date): boolean =>
  now.getTime() - new Date(at).getTime() >= hours * 3_600_000

/**
 * True when everything is to be read again, because of late edits and rows that vanished outside the look-back: never yet, too
 * long ago, or begun and cut short.
 */
export const isVerifyDue = (
  cursor: Pick<WindowCursor | ModifiedCursor, 'wholeAt'> & { readonly verifyingAt?: string },
  everyDays: number,
  now: Date,
): boolean => {
  if (everyDays === 0) return false
  const { wholeAt, verifyingAt } = cursor
  if (verifyingAt !== undefined || wholeAt === undefined) return true
  return isDueAfterHours(wholeAt, (everyDays - 1) * 24 + oncePerDayHours, now)
}
