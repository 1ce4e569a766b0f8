// What the API tells of single staff members: rights, sessions they give, pictures, their numbers as sales representatives.
import type { SitePlan, StaffPlan } from './plan.ts'
import type { ApiRecord } from './records.ts'

const allRights = [
  'ManageClassSchedules',
  'SubstituteClassAndEventTeachers',
  'ManageStaffPayRates',
  'MakeSales',
  'ReturnSales',
  'ViewClientProfileScreen',
] as const

/** Rights by group: the desk sells, teachers see their schedule. */
const groupOf = ({ teaches }: StaffPlan): { readonly name: string; readonly allowed: readonly string[] } =>
  teaches
    ? { name: 'Teacher', allowed: ['SubstituteClassAndEventTeachers', 'ViewClientProfileScreen'] }
    : { name: 'Front Desk', allowed: ['MakeSales', 'ReturnSales', 'ViewClientProfileScreen'] }

export const permissionRecord = (member: StaffPlan): ApiRecord => {
  const { name, allowed } = groupOf(member)
  return {
    PermissionGroupName: name,
    IpRestricted: !member.teaches,
    AllowedPermissions: allowed,
    DeniedPermissions: allRights.filter((right) => !allowed.includes(right)),
  }
}

/** What a member is paid for one class or appointment, cents; a head over ten in a class pays a bonus on top. */
export const rateCents = ({ id }: StaffPlan): number => 3_000 + (id % 10) * 250

/** Sessions a member gives, with pay; nobody at the desk gives any. */
export const staffSessionTypeRecords = (plan: SitePlan, member: StaffPlan): readonly ApiRecord[] =>
  member.teaches
    ? plan.sessionTypes.map((type) => ({
        StaffId: member.id,
        Type: plan.programs.find(({ id }) => id === type.programId)?.scheduleType ?? 'Class',
        Id: type.id,
        Name: type.name,
        NumDeducted: 1,
        ProgramId: type.programId,
        Category: null,
        CategoryId: null,
        Subcategory: null,
        SubcategoryId: null,
        TimeLength: type.minutes,
        PrepTime: 0,
        FinishTime: 15,
        PayRateType: 'FlatRate',
        PayRateAmount: rateCents(member) / 100,
      }))
    : []

export const imageRecord = ({ id, teaches }: StaffPlan): ApiRecord => ({
  ImageURL: teaches ? `https://images.example/staff/${id}_large.jpg` : null,
  MobileImageURL: teaches ? `https://images.example/staff/${id}_mobile.jpg` : null,
})

/** The desk sells under number 1; whoever has left keeps number 2. */
export const salesRepNumbers = ({ teaches, until }: StaffPlan): readonly number[] =>
  teaches ? (until === undefined ? [] : [2]) : [1]

export const salesRepRecord = (member: StaffPlan): ApiRecord => ({
  Id: member.id,
  FirstName: member.first,
  LastName: member.last,
  SalesRepNumbers: salesRepNumbers(member),
})
