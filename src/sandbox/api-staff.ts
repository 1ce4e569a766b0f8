// Staff as the API shows them.
import { salesRepNumbers } from './api-staff-details.ts'
import { midnight } from './calendar.ts'
import type { Studio } from './life.ts'
import { staffCard, staffNames, type ApiRecord } from './records.ts'
import { cancelledStaffId } from './schedule.ts'

/** Staff as a manager sees them; ids of 0 and below are system users. */
export const staffRecords = (studio: Studio, today: string): readonly ApiRecord[] => {
  const { plan } = studio
  const ids = [...plan.staff.map(({ id }) => id), 0, cancelledStaffId]
  return ids.map((id, nth) => {
    const member = plan.staff.find((candidate) => candidate.id === id)
    const { first, last } = staffNames(studio, id)
    const teaches = member?.teaches ?? false
    const numbers = member === undefined ? [] : salesRepNumbers(member)
    return {
      ...staffCard(studio, id),
      Active: member?.until === undefined || today <= member.until,
      Email: member === undefined ? null : `${first}@${plan.email.split('@')[1]}`.toLowerCase(),
      ClassTeacher: teaches,
      AppointmentInstructor: teaches,
      EmploymentStart: member === undefined ? null : midnight(member.from),
      EmploymentEnd: member?.until === undefined ? null : midnight(member.until),
      Address: null,
      AlwaysAllowDoubleBooking: false,
      City: null,
      Country: plan.country,
      HomePhone: null,
      IndependentContractor: false,
      IsMale: false,
      MobilePhone: null,
      Name: `${first} ${last}`.trim(),
      PostalCode: null,
      SortOrder: nth,
      State: null,
      WorkPhone: null,
      ClassAssistant: false,
      ClassAssistant2: false,
      ProviderIDs: [],
      Rep: numbers.includes(1),
      Rep2: numbers.includes(2),
      Rep3: false,
      Rep4: false,
      Rep5: false,
      Rep6: false,
      StaffSettings: { UseStaffNicknames: false, ShowStaffLastNamesOnSchedules: true },
      Appointments: null,
      Unavailabilities: null,
      Availabilities: null,
      EmpID: null,
      DefaultClassPayRate: null,
    }
  })
}
