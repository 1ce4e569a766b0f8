// A made-up organisation of two sites over three years, written straight into the raw relations: a million visits with what they hang on.
const extracted = `'bench' as _batch_id, timestamp '2026-07-01 00:00:00' as _extracted_at`

/** Days of data, and clients and places of a class; visits = classes x places. */
const days = 1095
const places = 10
/** Days from a client's first day in which they come. */
const stay = 400

const day = (offset) => `(date '2023-07-01' + cast(${offset} as integer))`
const text = (timestamp) => `strftime(${timestamp}, '%Y-%m-%dT%H:%M:%S')`
/** One of `n`, always the same for the same numbers. */
const pick = (n, ...of) => `cast(hash(${of.join(', ')}) % ${n} as bigint)`

const products = [
  ['Drop-in', 301, 'Drop-in', 1, 25, false, 0],
  ['Ten Classes', 302, 'Series', 10, 180, false, 0],
  ['Unlimited Month', 303, 'Unlimited', 99999, 150, false, 3],
  ['Two Weeks Intro', 304, 'Unlimited', 99999, 40, true, 0],
  ['Guest of a partner', 305, 'Drop-in', 1, 0, false, 0],
]

const masters = [
  `insert into raw.sites by name
   select unnest([1, 2]) as "SiteId", unnest(['America/Los_Angeles', 'Australia/Sydney']) as "TimeZone",
     unnest(['USD', 'AUD']) as "CurrencyIsoCode", unnest([1, 2]) as "Id", 'Bench' as "Name", false as "TaxInclusivePrices", ${extracted}`,
  `insert into raw.locations by name
   select site as "SiteId", unnest([1, 2]) as "Id", 'Here' as "Name", true as "HasClasses", ${extracted} from range(1, 3) as t(site)`,
  `insert into raw.programs by name
   select site as "SiteId", 22 as "Id", 'Classes' as "Name", 'Class' as "ScheduleType", ${extracted} from range(1, 3) as t(site)`,
  `insert into raw.session_types by name
   select site as "SiteId", 7 as "Id", 'Class' as "Type", 'Flow' as "Name", 1 as "NumDeducted", 22 as "ProgramId", ${extracted}
   from range(1, 3) as t(site)`,
  `insert into raw.class_descriptions by name
   select site as "SiteId", id as "Id", 'Class ' || id as "Name", true as "Active",
     '{"Id":7,"NumDeducted":1}' as "SessionType", '{"Id":22,"Name":"Classes"}' as "Program", ${extracted}
   from range(1, 3) as t(site), range(1, 21) as u(id)`,
  `insert into raw.staff by name
   select site as "SiteId", id as "Id", 'Teacher ' || id as "Name", true as "Active", ${extracted}
   from range(1, 3) as t(site), range(1, 31) as u(id)`,
  `insert into raw.payment_types by name
   select site as "SiteId", 4 as "Id", 'Visa/MC' as "PaymentTypeName", true as "Active", ${extracted} from range(1, 3) as t(site)`,
  ...products.map(
    ([name, id, type, count, price, isIntro, membership]) => `insert into raw.services by name
   select site as "SiteId", ${id} as "Id", ${id} as "ProductId", '${name}' as "Name", '${type}' as "Type", ${count} as "Count",
     ${price} as "Price", ${isIntro} as "IsIntroOffer", ${id === 305} as "IsThirdPartyDiscountPricing", 22 as "ProgramId",
     ${membership} as "MembershipId", 'Days' as "ExpirationUnit", 60 as "ExpirationLength", 'SaleDate' as "ExpirationType", ${extracted}
   from range(1, 3) as t(site)`,
  ),
]

/** Clients begin one after the other; some were merged into the next, some are known at both sites. */
const people = (clients) => [
  `create temp table client as
   select id, 1 + id % 2 as site, cast(id * ${days} // ${clients} as integer) as from_day from range(${clients}) as t(id)`,
  `insert into raw.clients by name
   select site as "SiteId", cast(id as varchar) as "Id", id + 1 as "UniqueId", ${text(day('from_day'))} as "CreationDate",
     true as "Active", '{"Id":1}' as "HomeLocation", '{"BookingSuspended":false}' as "SuspensionInfo", ${extracted}
   from client`,
  `insert into ledger.client_merge
   select site, id + 1, id + 3, timestamp '2026-06-01', 'bench' from client where id % 50 = 0 and id < ${clients - 2}`,
  `insert into raw.cross_regional_client_associations by name
   select site as "SiteId", cast(id as varchar) as "AskedClientId", 2 as "RecordSiteId", cast(id + 1 as varchar) as "ClientId",
     id + 2 as "UniqueId", ${extracted}
   from client where id % 40 = 0`,
  `insert into raw.client_contracts by name
   select site as "SiteId", id + 1 as "Id", cast(id as varchar) as "ClientId", 501 as "ContractID", 'Unlimited' as "ContractName",
     'Active' as "AutopayStatus", ${text(day(`from_day + ${pick(60, 'id')}`))} as "StartDate",
     ${text(day(`from_day + 60 + ${pick(stay, 'id', '1')}`))} as "EndDate",
     case when id % 9 = 0 then ${text(day(`from_day + 60 + ${pick(200, 'id', '2')}`))} end as "TerminationDate", ${extracted}
   from client where id % 3 = 0`,
]

/** Every 60 days a client buys something: an intro offer first. */
const bought = [
  `create temp table pass as
   select site, id, nth, id * 8 + nth as pass_id, from_day + 60 * nth as on_day,
     case when nth = 0 then 304 else 301 + ${pick(3, 'id', 'nth')} end as product_id
   from client, range(${Math.ceil(stay / 60)}) as t(nth) where from_day + 60 * nth < ${days}`,
  `insert into raw.client_services by name
   select site as "SiteId", pass_id as "Id", product_id as "ProductId", cast(id as varchar) as "ClientID", 'Option' as "Name",
     case product_id when 301 then 1 when 302 then 10 else 99999 end as "Count", 0 as "Remaining", false as "Returned",
     '{"Id":22,"Name":"Classes"}' as "Program", ${text(day('on_day'))} as "ActiveDate", ${text(day('on_day'))} as "PaymentDate",
     ${text(day('on_day + 59'))} as "ExpirationDate", ${extracted}
   from pass`,
  `insert into raw.sales by name
   select site as "SiteId", pass_id as "Id", cast(id as varchar) as "ClientId", 1 as "LocationId",
     ${text(`${day('on_day')} + interval 9 hour`)} as "SaleDateTime",
     [{SaleDetailId: pass_id, Id: product_id, IsService: true, Description: 'Option', CategoryId: 13, UnitPrice: 100, Quantity: 1,
       DiscountAmount: 0, TaxAmount: 0, TotalAmount: 100, Returned: false, PaymentRefId: pass_id}]::json as "PurchasedItems",
     [{Id: pass_id, Amount: 100, Method: 4, Type: 'Visa/MC'}]::json as "Payments", ${extracted}
   from pass`,
]

const classes = (visits) => [
  `create temp table class as
   select id, 1 + id % 2 as site, cast(id * ${days} // ${visits / places} as integer) as on_day,
     ${day(`id * ${days} // ${visits / places}`)} + to_minutes(360 + 15 * ${pick(56, 'id')}) as starts_at
   from range(${visits / places}) as t(id)`,
  `insert into raw.classes by name
   select site as "SiteId", id + 1 as "Id", 1 + ${pick(200, 'id')} as "ClassScheduleId", ${text('starts_at')} as "StartDateTime",
     ${text('starts_at + interval 1 hour')} as "EndDateTime", ${places + 2} as "MaxCapacity", ${places} as "WebCapacity",
     ${places} as "TotalBooked", ${places - 2} as "TotalSignedIn", 0 as "TotalBookedWaitlist", 4 as "WebBooked",
     id % 50 = 0 as "IsCanceled", id % 20 = 0 as "Substitute", true as "Active",
     json_object('Id', 1 + ${pick(20, 'id', '1')}, 'Name', 'Class') as "ClassDescription", '{"Id":1}' as "Location",
     json_object('Id', 1 + ${pick(30, 'id', '2')}) as "Staff", ${extracted}
   from class`,
  `insert into raw.waitlist_entries by name
   select site as "SiteId", id + 1 as "Id", id + 1 as "ClassId", ${text('starts_at')} as "ClassDate",
     ${text('starts_at - interval 1 day')} as "RequestDateTime", json_object('Id', cast(id as varchar)) as "Client", ${extracted}
   from class where id % 5 = 0`,
]

/** Whoever has begun lately comes; one in twenty is not on the roster any more. Both the rosters and the clients' histories tell it. */
const visited = (clients) => [
  `create temp table visit as
   with comer as (
     select class.id as class_id, class.site, class.on_day, class.starts_at, class.id * ${places} + place as visit_id,
       ${pick(20, 'class.id', 'place', '1')} as fate,
       2 * (greatest(class.on_day - ${pick(stay, 'class.id', 'place')}, 0) * ${clients / 2} // ${days}
         + ${pick(Math.floor(clients / days / 2), 'class.id', 'place', '2')}) + class.site - 1 as client_id
     from class, range(${places}) as t(place)
   )
   select comer.*, pass.pass_id, pass.product_id
   from comer
   inner join client on comer.client_id = client.id
   left join pass on comer.client_id = pass.id and (comer.on_day - client.from_day) // 60 = pass.nth`,
  ...['class_visits', 'client_visits'].map(
    (stream) => `insert into raw.${stream} by name
   select site as "SiteId", visit_id + 1 as "Id", class_id + 1 as "ClassId", 0 as "AppointmentId", 'NoShow' as "AppointmentStatus",
     cast(client_id as varchar) as "ClientId", client_id + 1 as "ClientUniqueId", ${text('starts_at')} as "StartDateTime",
     ${text('starts_at + interval 1 hour')} as "EndDateTime", ${text('starts_at + interval 2 day')} || 'Z' as "LastModifiedDateTime",
     fate = 0 as "LateCancelled", fate = 1 as "Missed", fate > 3 as "SignedIn", fate % 2 = 0 as "WebSignup", false as "MakeUp",
     1 as "LocationId", 1 + ${pick(30, 'class_id', '2')} as "StaffId", pass_id as "ServiceId", product_id as "ProductId",
     'Class' as "Name", 'Option' as "ServiceName", ${extracted},
     case when fate = 2 then timestamp '2026-07-02 00:00:00' end as _deleted_at
   from visit`,
  ),
]

/** What fills the raw relations of an empty warehouse, a statement after the other. */
export const visitsData = (visits, clients) => [
  ...masters,
  ...people(clients),
  ...bought,
  ...classes(visits),
  ...visited(clients),
]
