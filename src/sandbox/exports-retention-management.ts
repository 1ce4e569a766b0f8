// Retention Management as a studio exports it: who holds a membership today; two dates with the day first, one with the month first.
import { addDays, localDayOf } from './calendar.ts'
import { visitsOf } from './books-deferred.ts'
import { exporterOf, type ExportRequest } from './exporter.ts'
import { notYet, type Client, type Held, type Studio } from './life.ts'
import { isGivenUp, listedHands, type ListedRow } from './listed.ts'
import { printedClientId, type Cell } from './report-sheet.ts'
import { placeName } from './sales-print.ts'

interface HolderRow extends ListedRow {
  readonly client: Client
  readonly membership: string
  readonly memberSince: string
  readonly expiryDay: string
  readonly lastDay: string | undefined
}

const header =
  'Location|ID|Last name|First name|Birthday|Gender|Member Since|Email|Status|Membership Type|Membership Expiration|Last'.split(
    '|',
  )

const statuses: readonly Client['status'][] = ['Active', 'Non-Member', 'Expired', 'Terminated', 'Declined']

/** A client's memberships that run on a day, options of one membership taken together up to the last of their days. */
const runningOf = ({ plan }: Studio, client: Client, today: string): ReadonlyMap<string, readonly Held[]> => {
  const running = new Map<string, Held[]>()
  for (const held of client.wallet) {
    const name = plan.memberships.find(({ id }) => id === held.plan.membershipId)?.name
    if (name === undefined || held.returned || held.activeDay > today || held.expiryDay < today) continue
    running.set(name, [...(running.get(name) ?? []), held])
  }
  return running
}

const latest = (days: readonly string[]): string => days.reduce((last, day) => (day > last ? day : last), '')

const rowsOf = ({ studio, business }: ExportRequest): readonly HolderRow[] => {
  const today = localDayOf(business.now, studio.plan.zone)
  const lastDays = new Map<Client, string>()
  for (const { client, signedIn, startLocal } of visitsOf(studio))
    if (signedIn) lastDays.set(client, latest([lastDays.get(client) ?? '', startLocal.slice(0, 10)]))
  return studio.clients.flatMap((client) =>
    [...runningOf(studio, client, today)].map(([membership, options]) => {
      const expiryDay = latest(options.map((held) => held.expiryDay))
      const everHeld = client.wallet.filter((held) => held.plan.membershipId !== undefined && !held.returned)
      return {
        key: `${client.id}/${membership}`,
        // Under another number, or up to another day, a row might be that of whoever has the same.
        neighbourhoods: [client.id, `${membership}/${expiryDay}`],
        cents: 1,
        clientId: client.id,
        category: client.status,
        // A place that was given up is a cause of its own.
        plain: !isGivenUp(studio, client.homeLocationId),
        client,
        membership,
        memberSince: everHeld.map(({ activeDay }) => activeDay).toSorted()[0] ?? today,
        expiryDay,
        lastDay: lastDays.get(client),
      }
    }),
  )
}

const dayCell = (day: string | undefined, dayFirst: boolean): Cell =>
  day === undefined || day === notYet ? '' : { day, dayFirst }

/** Active holders only; its day is the day it is run. */
export const retentionManagementExporter = exporterOf<HolderRow>({
  forms: ['csv', 'html'],
  choices: [],
  rowsOf,
  handsOf: ({ studio }) => ({
    ...listedHands<HolderRow>({
      studio,
      unit: 'count',
      hasClients: true,
      categories: statuses,
      invent: (row, nth) => {
        const clientId = String(990_001 + nth)
        return { ...row, clientId, key: `${clientId}/${row.membership}` }
      },
    }),
    // A holder counts one: what nothing accounts for is another last day.
    unexplained: (row, nth) =>
      row.expiryDay === notYet
        ? undefined
        : {
            take: [row],
            put: [{ ...row, expiryDay: addDays(row.expiryDay, 3 + nth) }],
            told: [{ key: row.key, cents: 0 }],
          },
  }),
  print: ({ studio }, rows, offCount) => ({
    header,
    tables: [
      {
        rows: rows.map(({ client, clientId, category, membership, memberSince, expiryDay, lastDay }) => [
          placeName(studio, client.homeLocationId),
          printedClientId(clientId),
          client.last,
          client.first,
          dayCell(client.birthDay, true),
          '',
          dayCell(memberSince, true),
          client.email,
          category,
          membership,
          dayCell(expiryDay, false),
          dayCell(lastDay, true),
        ]),
      },
    ],
    totals: [`Total clients: ${rows.length + offCount}`, ...header.slice(1).map(() => '')],
    dayFirst: true,
  }),
})
