// Availabilities, unavailabilities and appointments of each staff member, the whole span in one record.
import { defineStream } from '../src/source/stream.ts'
import { staff } from './staff.ts'

export const staffScheduleItems = defineStream({
  name: 'staff_schedule_items',
  path: '/appointment/scheduleitems',
  rows: 'StaffMembers',
  key: ['Id'],
  about:
    'Availabilities, unavailabilities and appointments of each staff member, the whole span in one record.',
  incremental: {
    kind: 'window',
    startParam: 'request.startDate',
    endParam: 'request.endDate',
    stepDays: 36600,
    lookbackDays: 36600,
    recentDays: 36600,
    lookaheadDays: 60,
  },
  staffToken: true,
  freshHours: 6,
  personal: staff.personal,
  fields: staff.fields,
})
