// First Visit as a studio exports it: everybody's first visit in the period, people by their names alone.
import { exporterOf } from './exporter.ts'
import { firstVisitsOf } from './first-visits.ts'
import type { Client, Visit } from './life.ts'
import { listedHands, type ListedRow } from './listed.ts'
import { staffNames } from './records.ts'
import { printedPerson } from './report-words.ts'
import { placeName } from './sales-print.ts'

interface FirstVisitRow extends ListedRow {
  readonly client: Client
  readonly visit: Visit
  readonly localDate: string
  readonly visitsSince: number
}

const header =
  'Client|First Visit|Visit Location|Service Category|Visit Type|Pricing Option|Booking Method|Referral Type|Staff|# Visits since First Visit|Phone|Email'.split(
    '|',
  )

/** Only how many there are of a kind shows: a row more or less, or the category of one. */
export const firstVisitExporter = exporterOf<FirstVisitRow>({
  forms: ['xlsx', 'html'],
  choices: ['locations'],
  rowsOf: (request) =>
    firstVisitsOf(request).map(({ client, visit, localDate, visitsSince }) => ({
      key: `${visit.sessionType.name}/${localDate}`,
      neighbourhoods: [localDate],
      cents: 1,
      clientId: client.id,
      category: visit.program.name,
      locationId: visit.locationId,
      plain: true,
      client,
      visit,
      localDate,
      visitsSince,
    })),
  handsOf: ({ studio }) => {
    const { missing_in_native, missing_in_api, category_mapping, inactive_location } =
      listedHands<FirstVisitRow>({
        studio,
        unit: 'count',
        hasClients: false,
        categories: studio.plan.programs.map(({ name }) => name),
        invent: (row) => row,
      })
    return {
      ...(missing_in_native && { missing_in_native }),
      ...(missing_in_api && { missing_in_api }),
      ...(category_mapping && { category_mapping }),
      ...(inactive_location && { inactive_location }),
    }
  },
  print: ({ studio }, rows, offCount) => ({
    header,
    tables: [
      {
        rows: rows.map(({ client, visit, localDate, category, visitsSince }) => [
          printedPerson(client),
          { day: localDate },
          placeName(studio, visit.locationId),
          category,
          visit.sessionType.name,
          visit.held?.plan.name ?? 'n/a',
          visit.web ? 'Online' : 'Staff',
          '',
          printedPerson(staffNames(studio, visit.staffId)),
          { count: visitsSince },
          client.phone,
          client.email,
        ]),
      },
    ],
    totals: [`Total clients: ${rows.length + offCount}`, ...header.slice(1).map(() => '')],
    dayFirst: false,
  }),
})
