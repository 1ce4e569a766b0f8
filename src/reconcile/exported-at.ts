// The instant a report was exported at, as people write it.
import { Problem } from '../core/errors.ts'
import { isLocalDate, localToUtc } from '../core/time.ts'

const instantText = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?)?$/

/**
 * The instant of an export: UTC where the text ends in Z, the site's wall clock otherwise, the day's end where only a day is told.
 * @throws Problem REPORT_SETTINGS for a text that is no time.
 */
export const exportedAtUtc = (text: string, zone: string): Date => {
  const wall = text.length === 10 ? `${text}T23:59:59` : text.replace(' ', 'T').replace(/Z$/, '')
  const full = wall.length === 16 ? `${wall}:00` : wall
  if (!instantText.test(text) || !isLocalDate(text.slice(0, 10)) || Number.isNaN(Date.parse(`${full}Z`))) {
    throw new Problem('REPORT_SETTINGS', {
      what: `--exported-at ${text} is no time.`,
      remedy: "Write the site's wall clock as 2026-07-01T09:30, or UTC as 2026-07-01T16:30:00Z.",
    })
  }
  return text.endsWith('Z') ? new Date(`${full}Z`) : localToUtc(full, zone)
}
