// Values of flags that several verbs take: days, sites, amounts.
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
