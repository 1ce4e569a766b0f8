// The outcome of a comparison in words: its verdict, its settings and how each is known.
import type { Cause } from './causes.ts'
import { openCauses } from './causes.ts'
import type { Breakdown, Findings, Setting, Unmapped } from './outcome.ts'
import type { SettingSource } from '../reports/told.ts'
import { passTexts } from './passes.ts'
import type { Trail } from './trail-types.ts'
import { unwaived } from './trail.ts'

export const settingNames: Readonly<Record<Setting['name'], string>> = {
  site: 'Site',
  dates: 'Dates',
  basis: 'Basis',
  locations: 'Locations',
  returns: 'Returns',
  date_order: 'Order of dates',
  exported_at: 'Exported at',
}

export const sourceWords: Readonly<Record<SettingSource, string>> = {
  file: 'the file says so',
  flag: 'given',
  asked: 'asked',
  found: 'found from the rows',
  report: 'as the report is by itself',
}

export const breakdownNames: Readonly<Record<Breakdown['by'], string>> = {
  day: 'Day',
  location: 'Location',
  category: 'Category',
  tender: 'Tender',
  item: 'Item',
}

export const unmappedNames: Readonly<Record<Unmapped['kind'], string>> = {
  location: 'Location',
  category: 'Category',
  tender: 'Tender',
  item: 'Item',
  client: 'Client',
}

/** What a person does about a name of the file that the marts do not know. */
export const unmappedAdvice: Readonly<Record<Unmapped['kind'], string>> = {
  location: 'Renamed or closed since the export, or a place of another site.',
  category: 'Renamed since the export; rename or merge the category in Mindbody.',
  tender: 'A payment method that was renamed or is new; read again.',
  item: 'Renamed or deleted since the export; read again.',
  client: 'Merged into another client or renumbered since the export, or not read yet.',
}

/** The verdict as a sentence, with what people have waived. */
export const verdictSentence = (found: Findings, trail: Trail): string => {
  if (found.verdict === 'equal')
    return `Equal: every row of the file is in the marts, ${found.unit === 'money' ? 'to the cent' : 'one by one'}.`
  const left = unwaived(found.differences, trail)
  if (left.length === 0) return 'Different, and a person has waived each cause that occurs.'
  const open = left.map(({ cause }) => cause).filter((cause) => openCauses.includes(cause))
  return open.length === 0
    ? 'Different, and every difference has a named cause.'
    : `Different, and a person must look: ${open.join(', ')}.`
}

/** Causes that a waiver covers, with the last day on which it holds. */
export const waivedUntil = (found: Findings, trail: Trail): ReadonlyMap<Cause, string> => {
  const left = new Set(unwaived(found.differences, trail).map(({ cause }) => cause))
  return new Map(
    trail.waivers
      .filter(({ cause, isValid }) => isValid && !left.has(cause))
      .map(({ cause, until }) => [cause, until]),
  )
}

/** Whether the figures are signed, and still the signed ones. */
export const signedState = ({ signOffs, changedSince }: Trail): string => {
  if (signOffs.length === 0) return 'Nobody has signed these figures yet.'
  return changedSince === null
    ? 'Nothing has changed since these figures were signed.'
    : `Changed since they were signed: ${changedSince}`
}

/** How the rows of a pass agree. */
export const passWords = (pass: string): string =>
  new Map<string, string>(Object.entries(passTexts)).get(pass) ?? ''
