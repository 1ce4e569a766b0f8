// Quirks of clients, classes and visits, as release notes and users tell of them.
import { dataOf, switchOf } from './told-quirk.ts'
import type { Quirk } from './told-quirk.ts'

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

const classes: readonly Quirk[] = [
  switchOf(
    'class-dates-with-z',
    'Bounds of classes that ended in Z matched the wrong days; mended in December 2024.',
    'Bounds are sent as the wall clock of the site, without a zone; classes of other days than asked are left out with a warning, and nothing of such an answer counts as deleted.',
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

export const peopleQuirks: readonly Quirk[] = [...clients, ...classes, ...visits]
