// Session types each staff member teaches, with pay rates.
import { defineStream } from '../src/source/stream.ts'

export const staffSessionTypes = defineStream({
  name: 'staff_session_types',
  path: '/staff/sessiontypes',
  rows: 'StaffSessionTypes',
  key: ['StaffId', 'Id'],
  about: 'Session types each staff member teaches, with pay rates.',
  parent: {
    stream: 'staff',
    field: 'Id',
    param: 'request.staffId',
    batch: 1,
    as: 'StaffId',
    due: 'daily',
    positive: 'Id',
  },
  staffToken: true,
  optIn: 'One call per staff member, and pay rates.',
  personal: { PayRateType: 'pay', PayRateAmount: 'pay' },
  fields: {
    StaffId: 'id',
    Type: 'text',
    Id: 'id',
    Name: 'text',
    NumDeducted: 'int',
    ProgramId: 'id',
    Category: 'text',
    CategoryId: 'id',
    Subcategory: 'text',
    SubcategoryId: 'id',
    TimeLength: 'int',
    PrepTime: 'int',
    FinishTime: 'int',
    PayRateType: 'text',
    PayRateAmount: 'money',
  },
})
