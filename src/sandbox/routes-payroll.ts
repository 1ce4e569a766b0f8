// Endpoints of payroll: at most 14 days at once, the last 7 by default, active staff unless one is named.
import { page, refusal, rowsOf, type Answer } from './answers.ts'
import { addDays, dayMs } from './calendar.ts'
import type { Handler, Request } from './handler.ts'
import { isActive, type PayRow } from './pay.ts'
import { payRows } from './payroll.ts'
import { wanted } from './query.ts'

const maxDays = 14
const defaultDays = 7

interface Span {
  readonly from: string
  readonly to: string
}

/** The end defaults to today, the start to seven days before the end; more than 14 days are refused (documented). */
const spanOf = ({ query, today }: Request): Span | Answer => {
  const to = query.time('endDateTime') ?? `${today}T23:59:59`
  const from = query.time('startDateTime') ?? `${addDays(to.slice(0, 10), -defaultDays)}T00:00:00`
  return Date.parse(`${to}Z`) - Date.parse(`${from}Z`) > maxDays * dayMs
    ? refusal(400, 'InvalidParameter', `The date range should not be more than ${maxDays} days.`)
    : { from, to }
}

/** No token is needed; the owner's, the only one here, sees everybody. */
const payroll =
  (
    key: string,
    list: Parameters<typeof payRows>[2],
    fits: (row: PayRow, request: Request) => boolean,
  ): Handler =>
  (request) => {
    const { business, shelf, query, today } = request
    const span = spanOf(request)
    if ('status' in span) return span
    const named = query.list('staffId')
    const rows = payRows(shelf, business, list).filter(
      (row) =>
        row.local >= span.from &&
        row.local <= span.to &&
        (named.length > 0 ? wanted(named, row.member.id) : isActive(row.member, today)) &&
        fits(row, request),
    )
    return page(key, rowsOf(rows.map(({ record }) => record)), query)
  }

const anywhere = (): boolean => true

const atPlace = ({ locationId }: PayRow, { query }: Request): boolean => {
  const place = query.int('locationId')
  return place === undefined || place === locationId
}

const service = payroll(
  'ScheduledServiceEarnings',
  'serviceEarnings',
  (row, request) =>
    atPlace(row, request) &&
    wanted(request.query.list('scheduledServiceId'), row.record['ScheduledServiceId']) &&
    wanted(request.query.list('scheduledServiceType'), row.record['ScheduledServiceType']),
)

export const payrollRoutes: Readonly<Record<string, Handler>> = {
  /** All places, whichever is asked for: a card has none (documented). */
  '/payroll/timecards': payroll('TimeCards', 'timeCards', anywhere),
  '/payroll/commissions': payroll('Commissions', 'commissions', atPlace),
  '/payroll/tips': payroll('Tips', 'tips', anywhere),
  '/payroll/scheduledserviceearnings': (request) =>
    request.query.text('scheduledServiceId') !== undefined &&
    request.query.text('scheduledServiceType') === undefined
      ? refusal(400, 'MissingRequiredFields', 'The following parameters must be passed: ScheduledServiceType')
      : service(request),
}
