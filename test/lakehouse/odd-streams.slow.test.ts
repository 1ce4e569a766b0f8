// Streams of odd forms that take their parents from large streams, or cost a call per client.
import { describeBothDoors } from './both-doors.ts'

describeBothDoors(
  [
    'gift_card_balances',
    'enrollments',
    'waitlist_entries',
    'client_purchases',
    'client_complete_info',
    'client_memberships',
    'contact_logs',
    'cross_regional_client_associations',
  ],
  ['sites', 'clients', 'sales', 'classes'],
)
