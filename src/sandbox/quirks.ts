// The quirks of the real API, as its release notes and its users tell of them: what happens, when, and what the source does.
import type { QuirkSwitchName } from './quirk-switches.ts'

interface Described {
  /** What the API does, and from when to when as far as that is known. */
  readonly when: string
  /** What the source does about it. */
  readonly must: string
}

/**
 * `switch` = the sandbox behaves so while it is switched on · `data` = the simulated studios always are so · `webhooks` = it
 * concerns events, of which only the remedy by pulling can be shown.
 */
export type Quirk = Described &
  (
    | { readonly kind: 'switch'; readonly name: QuirkSwitchName }
    | { readonly kind: 'data' | 'webhooks'; readonly name: string }
  )

const switchOf = (name: QuirkSwitchName, when: string, must: string): Quirk => ({
  kind: 'switch',
  name,
  when,
  must,
})
const dataOf = (name: string, when: string, must: string): Quirk => ({ kind: 'data', name, when, must })
const webhooksOf = (name: string, when: string, must: string): Quirk => ({
  kind: 'webhooks',
  name,
  when,
  must,
})

/** Paging, totals and the wire. */
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

/** Clients and what they hold. */
const clients: readonly Quirk[] = [
  dataOf(
    'twenty-client-ids',
    'At most 20 client ids a call since June 2022; 21 are refused.',
    'Batches of 20.',
  ),
  switchOf(
    'odd-client-profile',
    'One odd profile made its whole page of clients fail; mended in March 2022.',
    'The page is halved until the profile stands alone; it is skipped and told of, and the rest is read.',
  ),
  switchOf(
    'related-clients-together',
    'Relationships were wrong when related clients were asked for together; mended in July 2024.',
    'Clients are never asked for by their ids, so rows do not depend on who is asked with whom.',
  ),
  dataOf(
    'clients-created-twice',
    'The same person is entered twice under the same name.',
    'Both are kept, by UniqueId; only a merge of the studio makes them one.',
  ),
  switchOf(
    'home-location-incomplete',
    'The home location of a client was null or nothing but an id until July 2025; id 0 means all or none.',
    'What came is kept; the place is looked up by its id, and 0 is no error.',
  ),
  switchOf(
    'fields-propagate-in-region',
    'Names, mail, phone and address of a client spread to all sites of a region since July 2025.',
    'A change is taken wherever it shows, also at a site where nobody edited anything.',
  ),
  switchOf(
    'client-services-of-others',
    'Pricing options came under the wrong client, or not at all, with filters by program, location or region (2022 to 2025).',
    'Nothing is filtered at the source, and only rows of the clients asked for are kept.',
  ),
  switchOf(
    'top-membership-only',
    'Active memberships showed the one of highest priority only; mended in August 2022.',
    'Each day is read whole, so rows are complete from the first reading after the repair.',
  ),
  switchOf(
    'system-contact-logs',
    'Contact logs made by the system came although they were left out; mended in August 2022.',
    'They are always asked for, so that the rows are the same either way.',
  ),
  switchOf(
    'client-indexes-error',
    'Client indexes ended in an error of the server where values were null; mended in January 2025.',
    'This one stream is lost and told of; the others are read.',
  ),
  switchOf(
    'inactive-sites-left-out',
    'Profiles at inactive sites are left out by default since autumn 2024.',
    'The flag that brings them is sent each time.',
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

const classes: readonly Quirk[] = [
  switchOf(
    'class-dates-with-z',
    'Bounds of classes that ended in Z matched the wrong days; mended in December 2024.',
    'Bounds are sent as the wall clock of the site, without a zone.',
  ),
  switchOf(
    'class-time-change-late',
    'Classes showed their first time after they had been moved; mended in June 2025.',
    'Days are read again, and the latest reading counts.',
  ),
  dataOf(
    'hidden-without-staff-token',
    'Hidden classes and numbers of places are missing without a staff token since 2020.',
    'The check says so, and a number that is not told is null, never 0.',
  ),
  switchOf(
    'class-descriptions-repeated',
    'Descriptions came once per class held; mended in October 2020.',
    'A key is written once.',
  ),
  switchOf(
    'cancelled-class-keeps-clients',
    'A cancelled class kept its clients, or showed them as late cancellations; mended in March 2025.',
    'The class decides: the outcome of its visits is cancelled_class.',
  ),
  switchOf(
    'closed-days-left-out',
    'Classes on days when the studio is closed are left out (said of the older API).',
    'A day without classes is no error; a class that is missing twice is marked as deleted, and stays in raw.',
  ),
  switchOf(
    'cancelled-class-keeps-teacher',
    'The staff member of a cancelled class is the scheduled one, or -1: sources disagree.',
    'Both are members of the staff dimension.',
  ),
  switchOf(
    'staff-display-name-differs',
    'The name of a staff member differed between lists or was null; mended in August 2025.',
    'Staff are joined by id, never by name.',
  ),
  switchOf(
    'content-formats-open',
    'Formats of content grew by live streams in July 2020; a stream has a link shortly before it begins.',
    'Formats are an open list; the link is not kept.',
  ),
]

const visits: readonly Quirk[] = [
  switchOf(
    'appointment-service-is-product',
    'Appointments named the product where the pricing option belongs; mended in March 2025.',
    'Appointments of the last weeks are read again each day, older ones by a full refresh.',
  ),
  switchOf(
    'appointment-visits-doubled',
    'Visits of appointments came twice; mended in March 2020.',
    'A key is written once.',
  ),
  switchOf(
    'arrivals-twice',
    'One arrival was noted twice within 15 minutes; mended in May 2025.',
    'Raw keeps both; the visits of the marts count one.',
  ),
  switchOf(
    'waitlisted-signed-in',
    'The schedule of a client showed waitlisted classes as signed in; mended in March 2025.',
    'A place on a waitlist is never an attendance: no mart counts schedules.',
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
  webhooksOf(
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

/** All of them, by subject. */
export const quirks: readonly Quirk[] = [
  ...general,
  ...clients,
  ...contracts,
  ...classes,
  ...visits,
  ...sales,
  ...webhooks,
]
