// Classes of a month by place, kind and teacher, added up class by class.
import { reachOf } from './books-deferred.ts'
import type { Business } from './business.ts'
import { classFigures, type ClassFigures } from './figures-classes.ts'
import type { Told } from './figures-people.ts'
import type { ClassOccurrence } from './life.ts'

export interface ClassMonth {
  readonly site_id: number
  readonly location_id: number
  readonly month: string
  readonly class_description_id: number
  readonly staff_id: number
  readonly scheduled_n: number
  readonly cancelled_n: number
  readonly offered_n: number
  readonly held_n: number
  readonly empty_n: number
  readonly substitute_n: number
  readonly capacity: number
  readonly booked: number
  readonly attended: number
  readonly unmet_n: number
}

const sumOf = <T>(list: readonly T[], valueOf: (item: T) => number): number =>
  list.reduce((sum, item) => sum + valueOf(item), 0)

/** Classes of a month by place, kind and teacher: what nobody saw and nobody booked is no class. */
export const classMonths = (business: Business, told: Told = {}): readonly ClassMonth[] => {
  const figures = new Map(classFigures(business, told).map((row) => [`${row.site_id}/${row.class_id}`, row]))
  return business.studios.flatMap((studio) => {
    const reach = reachOf(studio)
    const groups = new Map<string, { occurrence: ClassOccurrence; row: ClassFigures }[]>()
    for (const occurrence of studio.classes) {
      const row = figures.get(`${studio.plan.siteId}/${occurrence.id}`)
      if (row === undefined) continue
      const { slot, day, staffId } = occurrence
      const key = [slot.locationId, day.slice(0, 7), slot.descriptionId, staffId].join('/')
      groups.set(key, [...(groups.get(key) ?? []), { occurrence, row }])
    }
    return [...groups].map(([key, classes]): ClassMonth => {
      const [location = '', month = '', description = '', staff = ''] = key.split('/')
      const cancelled = classes.filter(({ row }) => row.is_cancelled)
      const offered = classes.filter(({ row }) => !row.is_cancelled && (!row.is_hidden || row.booked > 0))
      const held = offered.filter(({ occurrence }) => occurrence.startLocal <= reach)
      return {
        site_id: studio.plan.siteId,
        location_id: Number(location),
        month: `${month}-01`,
        class_description_id: Number(description),
        staff_id: Number(staff),
        scheduled_n: cancelled.length + offered.length,
        cancelled_n: cancelled.length,
        offered_n: offered.length,
        held_n: held.length,
        empty_n: held.filter(({ row }) => row.signed_in === 0).length,
        substitute_n: offered.filter(({ row }) => row.is_substitute).length,
        capacity: sumOf(offered, ({ row }) => row.max_capacity ?? 0),
        booked: sumOf(offered, ({ row }) => row.booked),
        attended: sumOf(offered, ({ row }) => row.signed_in),
        unmet_n: sumOf(offered, ({ row }) => row.unmet_n),
      }
    })
  })
}
