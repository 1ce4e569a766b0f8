// Settles how a report was run: what was told goes before what is found, what is missing is asked, nothing is assumed in silence.
import { Problem } from '../core/errors.ts'
import type { LocalDate } from '../core/time.ts'
import { isLocalDate, localDateOf, localToUtc } from '../core/time.ts'
import type { Ask, Given, Settled, Told, ToldByFile } from './given.ts'
import type { Setting, SettingSource } from './outcome.ts'
import type { Basis, ReportProfile } from './report-profile.ts'

export interface ToSettle {
  readonly profile: ReportProfile
  readonly given: Given
  readonly told: ToldByFile
  readonly siteId: number
  /** The site's IANA zone. */
  readonly zone: string
  readonly ask?: Ask | undefined
}

/** A day or a place, and where it was learned from. */
interface Known<T> {
  readonly value: T
  readonly source: SettingSource
}

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

const found = <T>(value: T | undefined): Known<T> | undefined =>
  value === undefined ? undefined : { value, source: 'found' }

const askDay = async (ask: Ask | undefined, question: string): Promise<Known<LocalDate> | undefined> => {
  if (ask === undefined) return undefined
  const answer = (await ask(`${question} [YYYY-MM-DD] `)).trim()
  return isLocalDate(answer) ? { value: answer, source: 'asked' } : undefined
}

/** Reports of a state have one day; their rows carry none. */
const isOfOneDay = ({ twin }: ReportProfile): boolean => twin.rows === 'balance' || twin.rows === 'snapshot'

const missingDay = (profile: ReportProfile): Problem =>
  new Problem('REPORT_SETTINGS', {
    what: `The file does not tell the ${isOfOneDay(profile) ? 'day' : 'period'} of this ${profile.title} report.`,
    remedy: isOfOneDay(profile)
      ? 'Give the day the report shows as --as-of YYYY-MM-DD.'
      : 'Give its first and last day as --from YYYY-MM-DD --to YYYY-MM-DD.',
  })

/** First and last day: flags, then title rows, then the time of the export, then the days of the rows, then a question. */
const settlePeriod = async (
  input: ToSettle,
  exportedAt: Known<Date> | undefined,
): Promise<{ from: Known<LocalDate>; to: Known<LocalDate> }> => {
  const { profile, given, told: file, zone, ask } = input
  if (isOfOneDay(profile)) {
    const exportDay = exportedAt && {
      value: localDateOf(exportedAt.value, zone),
      source: exportedAt.source,
    }
    const to =
      given.to ?? told(file.to) ?? exportDay ?? (await askDay(ask, `Which day does the report show?`))
    if (to === undefined) throw missingDay(profile)
    return { from: given.from ?? to, to }
  }
  const from =
    given.from ?? told(file.from) ?? found(file.firstDate) ?? (await askDay(ask, 'First day of the report?'))
  const to =
    given.to ?? told(file.to) ?? found(file.lastDate) ?? (await askDay(ask, 'Last day of the report?'))
  if (from === undefined || to === undefined) throw missingDay(profile)
  return { from, to }
}

const checkPeriod = (from: LocalDate, to: LocalDate): void => {
  if (from <= to) return
  throw new Problem('REPORT_SETTINGS', {
    what: `From ${from} to ${to} is no period: it ends before it begins.`,
    remedy: 'Give the first day as --from and the last day as --to.',
  })
}

/** Flags win, for a title row may be misread; that it reads otherwise is said. */
const periodText = (from: LocalDate, to: LocalDate, file: ToldByFile): string => {
  const text = from === to ? to : `${from} to ${to}`
  const title = `${file.from ?? from} to ${file.to ?? to}`
  return title === `${from} to ${to}` ? text : `${text} (the file's title says ${title})`
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
  checkPeriod(from.value, to.value)
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
    given.dateOrder && { name: 'date_order', value: given.dateOrder.value, source: given.dateOrder.source },
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
