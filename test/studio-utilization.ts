// What the simulated studio counts of classes, staff and rooms beside what the marts must say of it.
import type { Business } from '../src/sandbox/business.ts'
import { classMonths } from '../src/sandbox/figures-class-months.ts'
import { classFigures } from '../src/sandbox/figures-classes.ts'
import type { Told } from '../src/sandbox/figures-people.ts'
import { roomDays, staffDays } from '../src/sandbox/figures-duty.ts'
import type { Figure } from './studio-figure.ts'

/** Every figure of utilization. */
export const utilizationFigures = (business: Business, told: Told = {}): readonly Figure[] => [
  {
    name: 'classes',
    sql: `select site_id, class_id, staff_id, scheduled_staff_id, max_capacity, booked, signed_in, late_cancel, no_show,
        web_booked, comp_n, paid_n, waitlisted, promoted_n, unmet_n, is_cancelled, is_hidden, is_substitute, is_overbooked,
        fill_rate_attended::varchar as fill_rate_attended, fill_rate_booked::varchar as fill_rate_booked,
        web_fill::varchar as web_fill, show_rate::varchar as show_rate
      from marts.fct_class_occurrence where not is_enrollment`,
    rows: classFigures(business, told),
  },
  {
    name: 'class months',
    sql: `select site_id, location_id, month::varchar as month, class_description_id, staff_id, scheduled_n, cancelled_n,
        offered_n, held_n, empty_n, substitute_n, capacity::bigint as capacity, booked::bigint as booked,
        attended::bigint as attended, unmet_n::bigint as unmet_n
      from marts.agg_class_month where not is_enrollment`,
    rows: classMonths(business, told),
  },
  {
    name: 'staff days',
    sql: `select site_id, staff_id, local_date::varchar as local_date, available_minutes::double as available_minutes, booked_minutes::double as booked_minutes,
        outside_availability_minutes::double as outside_availability_minutes, services_n,
        class_minutes::double as class_minutes, enrollment_minutes::double as enrollment_minutes
      from marts.fct_staff_utilization_day`,
    rows: staffDays(business),
  },
  {
    name: 'room days',
    sql: `select site_id, room_id, local_date::varchar as local_date, open_minutes::double as open_minutes
      from marts.fct_room_utilization_day`,
    rows: roomDays(business),
  },
]
