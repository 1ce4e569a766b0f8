// The settings that all files of a parallel run are exported with, told once.
import type { ComparedDay } from '../control/schedules.ts'
import type { ReconcileSchedulesTable } from '../control/schema.ts'
import type { Given } from './given.ts'
import type { Setting } from './outcome.ts'

/** Settings told once for all files of a parallel run, as `writeSchedule` keeps them. */
export type ScheduledSettings = Pick<Given, 'basis' | 'locations' | 'returns' | 'dateOrder'>

export const settingsOf = ({ settings }: ReconcileSchedulesTable): ScheduledSettings =>
  JSON.parse(settings) as ScheduledSettings

/** The settings that a person told, as a comparison keeps them. */
const toldIn = ({
  basis,
  locations,
  returns,
  dateOrder,
}: ScheduledSettings): Partial<Record<Setting['name'], string>> => ({
  ...(basis && { basis: basis.value }),
  ...(locations && { locations: locations.value.join(', ') }),
  ...(returns && { returns: returns.value }),
  ...(dateOrder && { date_order: dateOrder.value }),
})

/** True where a file was compared with the settings that are told for its parallel run now. */
export const isComparedUnder = (
  schedule: ReconcileSchedulesTable,
  { settings }: Pick<ComparedDay, 'settings'>,
): boolean => {
  const told = toldIn(settingsOf(schedule))
  const kept = JSON.parse(settings) as readonly Setting[]
  return (['basis', 'locations', 'returns', 'date_order'] as const).every(
    (name) => kept.find((each) => each.name === name && each.source === 'flag')?.value === told[name],
  )
}
