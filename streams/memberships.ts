// Membership tiers.
import { defineStream } from '../src/source/stream.ts'

export const memberships = defineStream({
  name: 'memberships',
  path: '/site/memberships',
  rows: 'Memberships',
  key: ['MembershipId'],
  about: 'Membership tiers.',
  paged: false,
  freshHours: 20,
  fields: {
    MembershipId: 'id',
    MembershipName: 'text',
    Priority: 'int',
    MemberRetailDiscount: 'number',
    MemberServiceDiscount: 'number',
    AllowClientsToScheduleUnpaid: 'flag',
    OnlineBookingRestrictedToMembersOnly: 'list',
    DayOfMonthSchedulingOpensForNextMonth: 'int',
    RestrictSelfSignInToMembersOnly: 'flag',
    AllowMembersToBookAppointmentsWithoutPaying: 'flag',
    AllowMembersToPurchaseNonMembersServices: 'flag',
    AllowMembersToPurchaseNonMembersProducts: 'flag',
    IsActive: 'flag',
    EarlyAccessDaysBeforeSchedulingWindow: 'int',
  },
})
