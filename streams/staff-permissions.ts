// Permissions of each staff member.
import { defineStream } from '../src/source/stream.ts'

export const staffPermissions = defineStream({
  name: 'staff_permissions',
  path: '/staff/staffpermissions',
  rows: 'UserGroup',
  holds: 'object',
  key: ['StaffId'],
  about: 'Permissions of each staff member.',
  paged: false,
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
  optIn: 'One call per staff member, and rights of persons that no mart needs.',
  fields: {
    PermissionGroupName: 'text',
    IpRestricted: 'flag',
    AllowedPermissions: 'list',
    DeniedPermissions: 'list',
  },
})
