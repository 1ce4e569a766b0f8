// Visits Remaining (detail) as a studio exports it: what each client has left of each option, purchases of one option merged.
import { localDayOf } from './calendar.ts'
import { visitsByOption } from './books-deferred.ts'
import { exporterOf, type ExportRequest } from './exporter.ts'
import { notYet, type Held, type Visit } from './life.ts'
import { listedHands, type ListedRow } from './listed.ts'
import { printedClientId } from './report-sheet.ts'
import { printedPerson, programName } from './report-words.ts'

interface RemainingRow extends ListedRow {
  readonly options: readonly [Held, ...Held[]]
  /** Sessions of visits booked but not begun. */
  readonly booked: number
  /** What is printed of options without a count. */
  readonly sentinel: number
}

/** Each purchase of an option without a count adds as much (observed). */
const unlimitedVisits = 99_999

const countOf = ({ plan }: Held): number => plan.count ?? unlimitedVisits

const sessionsOf = ({ sessionType }: Visit): number => sessionType.deducted ?? 1

const rowsOf = ({ studio, business }: ExportRequest): readonly RemainingRow[] => {
  const { zone } = studio.plan
  const today = localDayOf(business.now, zone)
  const visits = visitsByOption(studio)
  const live = studio.held.filter(({ returned, expiryDay }) => !returned && expiryDay >= today)
  const merged = new Map<string, [Held, ...Held[]]>()
  for (const held of live) {
    const key = `${held.owner.id}/${programName(studio, held.plan.programId)}/${held.plan.name}`
    const same = merged.get(key)
    if (same === undefined) merged.set(key, [held])
    else same.push(held)
  }
  return [...merged].flatMap(([key, options]) => {
    const [{ owner, plan }] = options
    const booked = options
      .flatMap((held) => visits.get(held) ?? [])
      .filter(({ startLocal, signedIn, missed, lateCancelled }) => {
        const begun = signedIn || missed || lateCancelled
        return !begun && startLocal.slice(0, 10) > today
      })
      .reduce((sum, visit) => sum + sessionsOf(visit), 0)
    const left = options.reduce((sum, held) => sum + Math.max(0, countOf(held) - held.used), 0)
    if (left + booked === 0) return []
    const isCounted = plan.count !== undefined
    return [
      {
        key,
        // Under another number a client is known by the option and what is left of it.
        neighbourhoods: [owner.id, `${plan.name}/${left + booked}`],
        // A sentinel counts nothing.
        cents: isCounted ? left + booked : 0,
        clientId: owner.id,
        category: programName(studio, plan.programId),
        plain: isCounted,
        options,
        sentinel: isCounted ? 0 : left + booked,
        booked,
      },
    ]
  })
}

const firstDay = (options: readonly Held[]): string =>
  options.map(({ activeDay }) => activeDay).reduce((first, day) => (day < first ? day : first))

const lastDay = (options: readonly Held[]): string =>
  options.map(({ expiryDay }) => expiryDay).reduce((last, day) => (day > last ? day : last))

/** Visits Remaining: D/M dates wherever the studio is; options without a count show what their sentinel leaves. */
export const visitsRemainingExporter = exporterOf<RemainingRow>({
  forms: ['xlsx'],
  choices: [],
  rowsOf,
  handsOf: ({ studio }) =>
    // Listed under another category a row is another row: the category is part of what it is known by.
    listedHands<RemainingRow>({
      studio,
      unit: 'count',
      hasClients: true,
      invent: (row, nth) => {
        const clientId = String(990_001 + nth)
        return { ...row, clientId, key: row.key.replace(/^[^/]*/, clientId) }
      },
    }),
  print: (_request, rows, offCount) => {
    if (offCount !== 0) throw new RangeError('Visits Remaining prints no total')
    return {
      header: [
        'Client ID',
        'Client Name',
        'Service Category',
        'Pricing option',
        'First Activation Date',
        'Last Expiration Date',
        'Total Amount',
        'Visits Remaining',
        'Purchased',
        'Unbooked',
      ],
      tables: [
        {
          rows: rows.map(({ clientId, category, cents, options, sentinel, booked }) => [
            printedClientId(clientId),
            printedPerson(options[0].owner),
            category,
            options[0].plan.name,
            { day: firstDay(options) },
            lastDay(options) === notYet ? '' : { day: lastDay(options) },
            { cents: options.reduce((sum, { priceCents }) => sum + priceCents, 0) },
            { count: cents + sentinel },
            { count: options.reduce((sum, held) => sum + countOf(held), 0) },
            { count: cents + sentinel - booked },
          ]),
        },
      ],
      dayFirst: true,
    }
  },
})
