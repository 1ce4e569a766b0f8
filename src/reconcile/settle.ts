// Settles how a report was run: what was told goes before what is found, what is missing is asked, nothing is assumed in silence.
import { Problem } from '../core/errors.ts'
import type { LocalDate } from '../core/time.ts'
import { exportedAtUtc } from './exported-at.ts'
import type { Ask, Settled, Told } from './given.ts'
import type { ToldByFile } from '../reports/told.ts'
import type { Setting } from './outcome.ts'
import type { Basis, ReportProfile } from '../reports/report-profile.ts'
import { settlePeriod } from './settle-period.ts'
import type { ToSettle } from './settle-period.ts'

const refuseChoice = (profile: ReportProfile, flag: string, words: string): Problem =>
  new Problem('REPORT_SETTINGS', {
    what: `The ${profile.title} report knows no choice of ${words}.`,
    remedy: `Leave ${flag} out.`,
  })

const checkChoices = ({ profile, given, told }: ToSettle): void => {
  const { choices } = profile
  if (given.basis !== undefined && !choices.basis) throw refuseChoice(profile, '--basis', 'basis')
  if (given.locations !== undefined && !choices.locations)
    throw refuseChoice(profile, '--location', 'locations')
  if (given.returns !== undefined && !choices.returns) throw refuseChoice(profile, '--returns', 'returns')
  if (given.basis !== undefined && told.basis !== undefined && given.basis.value !== told.basis) {
    throw new Problem('REPORT_SETTINGS', {
      what: `The file says that it was run on ${told.basis} basis, not on ${given.basis.value}.`,
      remedy: 'Leave --basis out, or export the report again: Mindbody keeps the basis that was used last.',
    })
  }
}

const told = <T>(value: T | undefined): Told<T> | undefined =>
  value === undefined ? undefined : { value, source: 'file' }

/** Flags win, for a title row may be misread; that it reads otherwise is said. */
const periodText = (from: LocalDate, to: LocalDate, file: ToldByFile): string => {
  const text = from === to ? to : `${from} to ${to}`
  const title = `${file.from ?? from} to ${file.to ?? to}`
  return title === `${from} to ${to}` ? text : `${text} (the file's title says ${title})`
}

/** An order that the dates themselves prove is no choice of anybody. */
const orderSetting = ({ given, dateOrder }: ToSettle): Setting | undefined => {
  const order = given.dateOrder ?? (dateOrder?.source === 'found' ? undefined : dateOrder)
  return order ? { name: 'date_order', value: order.value, source: order.source } : undefined
}

/**
 * The settings a file is compared under, each with its source.
 * @throws Problem REPORT_SETTINGS for a period that is missing or none, for choices the report does not have, and where flags
 * contradict what the file says of its basis.
 */
export const settle = async (input: ToSettle): Promise<Settled> => {
  checkChoices(input)
  const { profile, given, told: file, zone } = input
  const exported = given.exportedAt ?? told(file.exportedAt)
  const exportedAt = exported && {
    value: exportedAtUtc(exported.value, zone),
    source: exported.source,
  }
  const { from, to } = await settlePeriod(input, exportedAt)
  const basis = given.basis ?? (profile.choices.basis ? told(file.basis) : undefined)
  const locations = given.locations ?? (profile.choices.locations ? told(file.locations) : undefined)
  const { returns } = given
  const settings: readonly (Setting | undefined)[] = [
    { name: 'site', value: String(input.siteId), source: given.siteSource ?? 'flag' },
    {
      name: 'dates',
      value: periodText(from.value, to.value, file),
      source: from.source === to.source ? to.source : 'found',
    },
    basis && { name: 'basis', value: basis.value, source: basis.source },
    profile.choices.locations
      ? {
          name: 'locations',
          value: locations?.value.join(', ') ?? 'all',
          source: locations?.source ?? 'report',
        }
      : undefined,
    profile.choices.returns
      ? { name: 'returns', value: returns?.value ?? 'include', source: returns?.source ?? 'report' }
      : undefined,
    orderSetting(input),
    exportedAt && { name: 'exported_at', value: exportedAt.value.toISOString(), source: exportedAt.source },
  ]
  return {
    from: from.value,
    to: to.value,
    basis,
    locations,
    returns: returns?.value ?? 'include',
    areReturnsTold: returns !== undefined,
    exportedAtUtc: exportedAt?.value,
    settings: settings.filter((setting) => setting !== undefined),
  }
}

/**
 * The basis where neither the file nor a flag tells it and trying both does not either.
 * @throws Problem REPORT_SETTINGS where nobody is there to ask, or the answer is none.
 */
export const askBasis = async (profile: ReportProfile, ask: Ask | undefined): Promise<Told<Basis>> => {
  const answer = ask === undefined ? '' : (await ask('Basis of the report, accrual or cash? ')).trim()
  const basis = (['accrual', 'cash'] as const).find(
    (name) => answer !== '' && name.startsWith(answer.toLowerCase()),
  )
  if (basis !== undefined) return { value: basis, source: 'asked' }
  throw new Problem('REPORT_SETTINGS', {
    what: `Whether this ${profile.title} report was run on accrual or on cash basis cannot be told from its rows.`,
    remedy: 'Give --basis accrual or --basis cash, as the report was run: Mindbody keeps the one used last.',
  })
}
