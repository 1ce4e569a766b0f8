// Endpoints of single staff members. The staff asked for must exist; ids of 0 and below are nobody's file.
import { denied, page, refusal, rowsOf, single, type Answer } from './answers.ts'
import {
  imageRecord,
  permissionRecord,
  salesRepNumbers,
  salesRepRecord,
  staffSessionTypeRecords,
} from './api-staff-details.ts'
import type { Handler, Request } from './handler.ts'
import type { StaffPlan } from './plan.ts'
import { wanted } from './query.ts'

const aboutMember =
  (answer: (member: StaffPlan, request: Request) => Answer): Handler =>
  (request) => {
    const staffId = request.query.int('staffId')
    if (staffId === undefined) {
      return refusal(400, 'MissingRequiredFields', 'The following parameters must be passed: StaffId')
    }
    const member = request.shelf.studio.plan.staff.find(({ id }) => id === staffId)
    return member === undefined
      ? refusal(400, 'InvalidStaffMember', `Staff member ${staffId} was not found.`)
      : answer(member, request)
  }

const permissions = aboutMember((member) => single('UserGroup', permissionRecord(member)))
const sessionTypes = aboutMember((member, { shelf: { studio }, query }) => {
  const rows = staffSessionTypeRecords(studio.plan, member).filter((record) =>
    wanted(query.list('programIds'), record['ProgramId']),
  )
  return page('StaffSessionTypes', rowsOf(rows), query)
})

export const staffRoutes: Readonly<Record<string, Handler>> = {
  '/staff/staffpermissions': (request) => (request.staff ? permissions(request) : denied()),
  '/staff/sessiontypes': (request) => (request.staff ? sessionTypes(request) : denied()),
  '/staff/imageurl': aboutMember((member) => single(undefined, imageRecord(member))),
  '/staff/salesreps': ({ shelf: { studio }, query, today }) => {
    const numbers = query.list('salesRepNumbers')
    const reps = studio.plan.staff.filter(
      (member) =>
        salesRepNumbers(member).some((number) => wanted(numbers, number)) &&
        (!query.flag('activeOnly', false) || member.until === undefined || today <= member.until),
    )
    return page('SalesReps', rowsOf(reps.map(salesRepRecord)), query)
  },
}
