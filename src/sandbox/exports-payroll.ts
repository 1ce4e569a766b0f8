// Payroll Detail as a studio exports it: who earned what by which class or session, of everybody still employed.
import { localDayOf } from './calendar.ts'
import { exporterOf, type ExportRequest } from './exporter.ts'
import { isGivenUp, listedHands, type ListedRow } from './listed.ts'
import { payrollPage } from './payroll-page.ts'
import { isActive, memberOf } from './pay.ts'
import { servicesGiven, type Service } from './pay-services.ts'
import type { StaffPlan } from './plan.ts'

/** A service given, as the report lists it. */
export interface PaidRow extends ListedRow {
  readonly member: StaffPlan
  readonly service: Service
  readonly localDate: string
}

const rowsOf = ({ studio, business, from, to, locations }: ExportRequest): readonly PaidRow[] => {
  const today = localDayOf(business.now, studio.plan.zone)
  const given = servicesGiven(studio, business.now)
  const beginning = new Map<string, number>()
  for (const { staffId, local } of given)
    beginning.set(`${staffId}/${local}`, (beginning.get(`${staffId}/${local}`) ?? 0) + 1)
  return given
    .flatMap((service): readonly PaidRow[] => {
      const member = memberOf(studio, service.staffId)
      const localDate = service.local.slice(0, 10)
      // Whoever has left is in the report only when asked for.
      if (member === undefined || !isActive(member, today) || localDate < from || localDate > to) return []
      if (locations?.includes(service.locationId) === false) return []
      const isSession = service.type === 'Appointment'
      return [
        {
          key: service.name,
          // Many classes of a day earn the same: what else tells them apart is the minute alone.
          neighbourhoods: [`${member.id}/${localDate}`],
          cents: service.cents,
          clientId: '',
          category: '',
          // The row of a session names its client and not what it was; nothing tells two that begin at one minute apart.
          plain:
            service.cents > 1_000 &&
            beginning.get(`${member.id}/${service.local}`) === 1 &&
            (!isSession || isGivenUp(studio, service.locationId)),
          member,
          service,
          localDate,
          locationId: service.locationId,
        },
      ]
    })
    .sort(
      (one, other) => one.member.id - other.member.id || one.service.local.localeCompare(other.service.local),
    )
}

/** Nobody teaches a made-up class at a minute at which something else begins. */
const invented = (row: PaidRow, nth: number): PaidRow => {
  const local = `${row.localDate}T0${3 + (nth % 3)}:${String(7 + nth).padStart(2, '0')}:00`
  return {
    ...row,
    service: { ...row.service, local },
  }
}

/** Payroll, view Detail. */
export const payrollExporter = exporterOf<PaidRow>({
  forms: ['html'],
  choices: ['locations'],
  rowsOf,
  handsOf: ({ studio }) =>
    listedHands<PaidRow>({ studio, unit: 'money', hasClients: false, invent: invented }),
  print: ({ studio }, rows, offCents) => payrollPage(studio, rows, offCents),
})
