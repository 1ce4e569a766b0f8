// Airbyte's acceptance rules over one stream of each kind; all of them are in the slow lane.
import { describeAcceptance } from './acceptance.ts'

describeAcceptance(
  ['programs', 'promo_codes', 'clients', 'sales', 'client_account_balances', 'waitlist_entries'],
  3,
)
