// Values of flags that several verbs take: days, sites, amounts, lengths of time.
import { Problem } from '../core/errors.ts'
import { isLocalDate } from '../core/time.ts'
import type { LocalDate } from '../core/time.ts'
import { centsOf, centsText } from '../finance/money.ts'

/** @throws Problem USAGE for what is no day. */
export const dayFlag = (name: string, text: string): LocalDate => {
  if (isLocalDate(text)) return text
  throw new Problem('USAGE', { what: `--${name} ${text} is no day.`, remedy: 'Write it as YYYY-MM-DD.' })
}

const largestSite = 2 ** 31 - 1

/**
 * Mindbody's sites are whole numbers of 32 bits; its own sandbox is -99.
 * @throws Problem USAGE for what is no site.
 */
export const siteFlag = (site: number): number => {
  if (Number.isInteger(site) && Math.abs(site) <= largestSite) return site
  throw new Problem('USAGE', { what: `--site ${site} is no number of a site.`, remedy: 'Write it as 123.' })
}

/**
 * An amount without sign as exact text.
 * @throws Problem USAGE for what is none.
 */
export const amountFlag = (name: string, text: string): string => {
  const cents = centsOf(text)
  if (typeof cents === 'number') return centsText(Math.abs(cents))
  throw new Problem('USAGE', { what: `--${name} ${text} is no amount.`, remedy: 'Write it as 12.50.' })
}

/**
 * A moment: a time that names its zone, or a day of UTC, which stands for its first or its last millisecond.
 * @throws Problem USAGE for what is neither.
 */
export const momentFlag = (name: string, text: string, of: 'first' | 'last'): Date => {
  if (isLocalDate(text)) return new Date(`${text}T${of === 'first' ? '00:00:00.000' : '23:59:59.999'}Z`)
  const at = new Date(text)
  if (/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(at.getTime())) return at
  throw new Problem('USAGE', {
    what: `--${name} ${text} is no moment.`,
    remedy: 'Write it as YYYY-MM-DD, or as 2026-06-30T14:00:00Z.',
  })
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 }

/**
 * A length of time, `60s`, `5m` or `1h`, in milliseconds.
 * @throws Problem USAGE for what is none, or none at all.
 */
export const durationFlag = (name: string, text: string): number => {
  const [, amount = '', unit = ''] = /^(\d{1,5})([smh])$/.exec(text.trim()) ?? []
  const ms = Number(amount) * (unitMs[unit] ?? 0)
  if (ms > 0) return ms
  throw new Problem('USAGE', {
    what: `--${name} ${text} is no length of time.`,
    remedy: 'Write it as 60s, 5m or 1h.',
  })
}
