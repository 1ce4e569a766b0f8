// Semesters as the API shows them: half-years, the next one entered a quarter ahead.
import { addDays, midnight } from './calendar.ts'
import { firstDay } from './plan-shared.ts'
import type { ApiRecord } from './records.ts'

interface Semester {
  readonly id: number
  readonly first: string
  readonly last: string
}

/** The half-year a day lies in; numbers go on from 1 in the second half of 2025. */
export const semesterOf = (day: string): Semester => {
  const [year = 0, month = 1] = day.split('-').map(Number)
  const second = month > 6
  return {
    id: (year - 2025) * 2 + (second ? 1 : 0),
    first: `${year}-${second ? '07' : '01'}-01`,
    last: `${year}-${second ? '12-31' : '06-30'}`,
  }
}

/** Half-years up to the one that begins within the next quarter. */
export const semesterRecords = (today: string): readonly ApiRecord[] => {
  const records: ApiRecord[] = []
  for (let at = semesterOf(firstDay); at.first <= addDays(today, 90); at = semesterOf(addDays(at.last, 1))) {
    records.push({
      Id: at.id,
      Name: `${at.first.slice(5) === '01-01' ? 'Spring' : 'Autumn'} ${at.first.slice(0, 4)}`,
      Description: null,
      StartDate: midnight(at.first),
      EndDate: midnight(at.last),
      MultiRegistrationDiscount: 12.5,
      MultiRegistrationDeadline: midnight(addDays(at.first, -14)),
      Active: at.last >= today,
    })
  }
  return records
}
