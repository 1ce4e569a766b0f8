// The Retention report in detail as a studio exports it: who first came in the period, and who of them came again in 30 days.
import { instantOf, offsetMs } from './calendar.ts'
import { exporterOf, type ExportRequest } from './exporter.ts'
import { firstVisitsOf } from './first-visits.ts'
import type { Client, Visit } from './life.ts'
import { listedHands, type ListedRow } from './listed.ts'
import { neighbouringDate, type Hands } from './plant.ts'
import { staffNames } from './records.ts'
import { printedClientId } from './report-sheet.ts'
import { printedPerson } from './report-words.ts'
import { placeName } from './sales-print.ts'

interface RetentionRow extends ListedRow {
  readonly client: Client
  readonly visit: Visit
  readonly localDate: string
}

const daysToReturn = 30

/** The neighbouring day on which the report might show an initial visit, where the period has it. */
const otherDay = ({ studio, from, to }: ExportRequest, { visit }: RetentionRow): string | undefined => {
  const { zone } = studio.plan
  const { startLocal } = visit
  const day = neighbouringDate(startLocal, offsetMs(instantOf(startLocal, zone), zone) / 60_000)
  return day !== undefined && day >= from && day <= to ? day : undefined
}

const handsOf = (request: ExportRequest): Hands<RetentionRow> => {
  // A client counts one, whatever else is said of them.
  const { unexplained: _none, ...shared } = listedHands<RetentionRow>({
    studio: request.studio,
    unit: 'count',
    hasClients: true,
    categories: ['New', 'Repeat'],
    invent: (row, nth) => ({ ...row, key: String(990_001 + nth), clientId: String(990_001 + nth) }),
  })
  return {
    ...shared,
    timezone_date_shift: (row) => {
      const localDate = otherDay(request, row)
      return localDate === undefined
        ? undefined
        : { take: [row], put: [{ ...row, localDate }], told: [{ key: row.key, cents: 0 }] }
    },
  }
}

/** Any staff member, any location, whichever the initial visit's were. */
export const retentionExporter = exporterOf<RetentionRow>({
  forms: ['html', 'xlsx'],
  choices: ['locations'],
  rowsOf: (request) =>
    firstVisitsOf(request).map(({ client, visit, localDate, cameAgainWithin }) => ({
      key: client.id,
      // Under another number a client is known by the day alone.
      neighbourhoods: [client.id, localDate],
      cents: 1,
      clientId: client.id,
      category: cameAgainWithin(daysToReturn) ? 'Repeat' : 'New',
      locationId: visit.locationId,
      plain: true,
      client,
      visit,
      localDate,
    })),
  handsOf,
  print: ({ studio }, rows, offCount) => ({
    header: ['Client ID', 'Client', 'Initial Visit', 'Initial Visit Location', 'Staff', 'Client Type'],
    tables: [
      {
        rows: rows.map(({ client, clientId, visit, localDate, category, locationId }) => [
          printedClientId(clientId),
          printedPerson(client),
          { day: localDate },
          placeName(studio, locationId ?? visit.locationId),
          printedPerson(staffNames(studio, visit.staffId)),
          category,
        ]),
      },
    ],
    totals: [`Total clients: ${rows.length + offCount}`, '', '', '', '', ''],
    dayFirst: false,
  }),
})
