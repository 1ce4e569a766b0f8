// What the flags of `reconcile profile` tell: headers by field, caps, orders of dates, laid over what was told before.
import { Problem } from '../core/errors.ts'
import { nearName } from '../core/near-name.ts'
import type { OwnProfile } from '../reconcile/own-profile.ts'
import { headerKey } from '../reports/report-header.ts'
import type { ReportProfile } from '../reports/report-profile.ts'
import { countOption } from './options.ts'

export interface ToldArgs {
  readonly map?: readonly string[] | undefined
  readonly cap?: readonly number[] | undefined
  readonly dateOrder?: readonly string[] | undefined
}

/** `field=value`; quotes that a shell has left stay out. */
const split = (flag: string, text: string): readonly [string, string] => {
  const at = text.indexOf('=')
  const value = text
    .slice(at + 1)
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
  if (at > 0) return [text.slice(0, at).trim(), value]
  throw new Problem('USAGE', { what: `--${flag} ${text} has no field.`, remedy: `Write --${flag} field=...` })
}

/** A field by its own name or by a header it is shipped with. */
const fieldNamed = (profile: ReportProfile, name: string): string => {
  const { columns } = profile
  const column = columns.find(
    ({ field, headers }) => field.toLowerCase() === name.toLowerCase() || headers.includes(headerKey(name)),
  )
  if (column !== undefined) return column.field
  const fields = columns.map(({ field }) => field)
  const near = nearName(name, fields)
  throw new Problem('USAGE', {
    what: `The ${profile.title} report has no field ${name}.`,
    remedy: near === undefined ? `Its fields are: ${fields.join(', ')}.` : `Did you mean ${near}?`,
  })
}

const orderOf = (profile: ReportProfile, text: string): readonly [string, 'mdy' | 'dmy'] => {
  const [name, order] = split('date-order', text)
  const field = fieldNamed(profile, name)
  const isDate = profile.columns.some((column) => column.field === field && column.kind === 'date')
  if (isDate && (order === 'mdy' || order === 'dmy')) return [field, order]
  throw new Problem('USAGE', {
    what: isDate ? `--date-order ${text} is neither mdy nor dmy.` : `${field} is no date.`,
    remedy: 'Write --date-order date=dmy or --date-order date=mdy.',
  })
}

/**
 * What is remembered from now on; the same object where the flags tell nothing. `--map field=` takes a header back.
 * @throws Problem USAGE for a field that is none, and values that are none.
 */
export const ownOf = (profile: ReportProfile, before: OwnProfile, args: ToldArgs): OwnProfile => {
  const { map = [], cap = [], dateOrder = [] } = args
  if (map.length + cap.length + dateOrder.length === 0) return before
  const told = map.map((text) => {
    const [name, header] = split('map', text)
    return [fieldNamed(profile, name), header] as const
  })
  const headers = { ...before.headers, ...Object.fromEntries(told) }
  const caps = cap.flatMap((rows) => countOption('cap', rows) ?? [])
  return {
    headers: Object.fromEntries(Object.entries(headers).filter(([, header]) => header !== '')),
    caps: [...new Set([...before.caps, ...caps])].sort((one, other) => one - other),
    dateOrders: {
      ...before.dateOrders,
      ...Object.fromEntries(dateOrder.map((text) => orderOf(profile, text))),
    },
  }
}
