// Words that several reports print alike: people, places, times of the day.
import type { Client, Studio } from './life.ts'
import { printedDay } from './report-sheet.ts'

/** Last name first, as every list prints people; a sale without a client is a walk-in's. */
export const printedPerson = (person: Pick<Client, 'first' | 'last'> | undefined): string =>
  person === undefined ? 'Walk-in' : `${person.last}, ${person.first}`

export const programName = ({ plan }: Studio, programId: number | undefined): string =>
  plan.programs.find(({ id }) => id === programId)?.name ?? ''

/** `8:45 am`. */
export const printedTime = (local: string): string => {
  const hour = Number(local.slice(11, 13))
  return `${hour % 12 === 0 ? 12 : hour % 12}:${local.slice(14, 16)} ${hour < 12 ? 'am' : 'pm'}`
}

const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

export const dayName = (day: string): string => dayNames[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? ''

/** First and last day, as titles print them. */
export const printedPeriod = (from: string, to: string, dayFirst: boolean): string =>
  [from, to].map((day) => printedDay(day, dayFirst)).join(' - ')
