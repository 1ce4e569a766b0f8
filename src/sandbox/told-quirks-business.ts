// Quirks of the API as a whole, of contracts, sales and events, as release notes and users tell of them.
import { dataOf, switchOf, webhooksOf } from './told-quirk.ts'
import type { Quirk } from './told-quirk.ts'

const general: readonly Quirk[] = [
  switchOf(
    'total-equals-limit',
    'TotalResults of categories and transactions equalled the limit; mended in August 2022.',
    'A full page that reaches the total is not believed: one more is asked for.',
  ),
  switchOf(
    'contracts-offset-empty',
    'Contracts asked for with an offset came back empty; mended in May 2022.',
    'An empty page before the total is reached fails the slice; nothing of it is committed.',
  ),
  switchOf(
    'sales-take-seconds',
    'Sales took 18.5 seconds, other lists up to 12; mended in the summer of 2024.',
    'A call may take minutes as long as bytes come; the limits lie above 20 seconds.',
  ),
  switchOf(
    'tokens-fail-now-and-then',
    'Good staff tokens were refused now and then, until January 2024.',
    'A refused token is issued again once and the same page asked again; a second refusal is final.',
  ),
  switchOf(
    'error-texts-change',
    'The words of errors change, last in August 2025.',
    'Status and code decide what an error means, never its text.',
  ),
  dataOf(
    'usage-figures-missing',
    'The developer portal did not show what was used; mended in August 2025.',
    'The own ledger counts every call before it is made, token calls and tries included.',
  ),
]

const contracts: readonly Quirk[] = [
  switchOf(
    'client-contracts-repeated',
    'Contracts of a client were listed several times; mended in May 2022.',
    'A key is written once.',
  ),
  switchOf(
    'contract-autopays-cut',
    'Suspended contracts showed two payments to come, the first with a wrong amount; mended in November 2024.',
    'A full refresh reads the history again; each row says when it was read, so that older readings can be told.',
  ),
  switchOf(
    'auto-renewing-unreliable',
    'AutoRenewing was unreliable; mended in autumn 2024.',
    'A full refresh reads the history again.',
  ),
  switchOf(
    'payer-differs-from-user',
    'Who pays for a contract may be somebody else than who uses it; visible since autumn 2024.',
    'Both ids are kept.',
  ),
  switchOf(
    'contract-without-autopays',
    'Contracts whose first payment lay ahead had no payments scheduled, in autumn 2023.',
    'A contract without payments to come is a contract.',
  ),
]

const sales: readonly Quirk[] = [
  switchOf(
    'package-tax-zero',
    'The tax rate inside packages was always 0; mended in January 2022.',
    'Tax is taken from what was sold, never from packages.',
  ),
  dataOf(
    'services-left-out-by-default',
    'Pricing options sold only in contracts or discontinued are left out unless asked for.',
    'The flags that bring them are sent each time.',
  ),
  switchOf(
    'item-price-is-sale-total',
    'Items showed the total of their sale as their price; mended in April 2025.',
    'A line whose price, discount and tax do not give its total is named; a later reading mends it.',
  ),
  switchOf(
    'line-total-a-cent-off',
    'Totals were off by a cent with tax rates such as 10.5 %; mended in autumn 2024.',
    'A cent per line is tolerated; more is named.',
  ),
  switchOf(
    'inactive-location-left-out',
    'A report of Mindbody counted inactive locations, which the list of locations leaves out; mended in March 2025.',
    'A location that sells but is not listed gets a row that says so.',
  ),
  dataOf(
    'sale-date-edited',
    'The date of a sale can be edited since February 2022.',
    'Sales of the last weeks are read again each day; the first time is kept beside.',
  ),
  switchOf(
    'return-as-account-credit',
    'What is returned may be paid as account credit since autumn 2024.',
    'Account credit is a tender of a return like any other.',
  ),
  dataOf(
    'online-store-location',
    'Sales of the online store name location 98, which no list holds.',
    'Location 98 has a row of its own.',
  ),
  switchOf(
    'young-fields-absent',
    'Fields came over the years: 23 of sales in 2021, the number of staff, the product of pricing options.',
    'An absent field is null.',
  ),
]

const webhooks: readonly Quirk[] = [
  webhooksOf(
    'webhooks-silent',
    'No event told of a reactivation, a declined membership, a denied request or all but the last recurring appointment (until 2025).',
    'The pull of each day finds the change.',
  ),
  switchOf(
    'webhook-url-refused',
    'Valid addresses were refused at subscription; mended in December 2024.',
    'Subscribing is tried again, and the refusal is told.',
  ),
  webhooksOf(
    'series-event-only',
    'The event of a class schedule speaks of whole series since February 2020.',
    'Single classes and their cancellation come from the classes themselves.',
  ),
  webhooksOf(
    'waitlist-event-ids',
    'The event of a waitlist gained ids in the summer of 2024.',
    'It is taken with and without them; waitlists are also pulled.',
  ),
  webhooksOf(
    'unknown-webhook-event',
    'A check-in event was announced in January 2025 and not described.',
    'Unknown events are kept; check-ins are also pulled.',
  ),
]

export const businessQuirks: readonly Quirk[] = [...general, ...contracts, ...sales, ...webhooks]
