// Everybody's first visit and what came after, as the studio itself knows it: two files it made one are one person's.
import { visitsOf } from './books-deferred.ts'
import { addDays } from './calendar.ts'
import type { ExportRequest } from './exporter.ts'
import type { Client, Visit } from './life.ts'
import { keptOf } from './merges.ts'

interface FirstVisit {
  /** The file that was kept. */
  readonly client: Client
  readonly visit: Visit
  readonly localDate: string
  /** Came again on one of the days after the first. */
  readonly cameAgainWithin: (days: number) => boolean
  /** Every visit but the first. */
  readonly visitsSince: number
}

const byTime = (one: Visit, other: Visit): number =>
  one.startLocal.localeCompare(other.startLocal) || one.id - other.id

/** First visits of the period, at the places asked for, by day and time. Signed in is what counts. */
export const firstVisitsOf = ({ studio, from, to, locations }: ExportRequest): readonly FirstVisit[] => {
  const came = new Map<Client, Visit[]>()
  for (const visit of visitsOf(studio).filter(({ signedIn }) => signedIn)) {
    const client = keptOf(studio, visit.client)
    const own = came.get(client)
    if (own === undefined) came.set(client, [visit])
    else own.push(visit)
  }
  return [...came]
    .flatMap(([client, visits]) => {
      const [visit, ...later] = visits.toSorted(byTime)
      if (visit === undefined) return []
      const localDate = visit.startLocal.slice(0, 10)
      const days = later.map(({ startLocal }) => startLocal.slice(0, 10)).filter((day) => day > localDate)
      const cameAgainWithin = (count: number): boolean => days.some((day) => day <= addDays(localDate, count))
      return [{ client, visit, localDate, cameAgainWithin, visitsSince: later.length }]
    })
    .filter(
      ({ visit, localDate }) =>
        localDate >= from && localDate <= to && locations?.includes(visit.locationId) !== false,
    )
    .toSorted((one, other) => byTime(one.visit, other.visit))
}
