// Streams of odd forms: single objects, bare strings and texts, numbered rows, days, trimmed records.
import { describeBothDoors } from './both-doors.ts'

describeBothDoors(
  [
    'accepted_card_types',
    'client_referral_types',
    'required_client_fields',
    'liability_waiver',
    'staff_permissions',
    'staff_image_urls',
    'class_schedules',
    'payroll_commissions',
    'client_account_balances',
  ],
  ['sites', 'staff', 'clients'],
)
