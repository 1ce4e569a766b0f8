// What life tells by events, what it tells by none, and that it is the same life with and without a listener.
import { describe, expect, test } from 'vitest'
import { losAngeles } from '../../src/sandbox/plan-los-angeles.ts'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'
import type { Told } from './subscriber.ts'

type Row = Readonly<Record<string, unknown>>

const nobody = { webhookUrl: 'http://127.0.0.1:9/nobody' }

/** A young studio with somebody subscribed, so that a day is lived in no time. */
const openListening = async (days = -320): Promise<Sandbox & AsyncDisposable> => {
  const sandbox = await startSandbox({ days, sites: [losAngeles] })
  sandbox.push.subscribe(nobody)
  return Object.assign(sandbox, { [Symbol.asyncDispose]: () => sandbox.close() })
}

const eventsOf = (sandbox: Sandbox): readonly Told[] =>
  sandbox.push.pending.map(({ body }) => JSON.parse(body) as Told)

const ofKind = (sandbox: Sandbox, eventId: string, siteId = 10_001): readonly Row[] =>
  eventsOf(sandbox)
    .filter((event) => event.eventId === eventId && event.eventData['siteId'] === siteId)
    .map(({ eventData }) => eventData)

const byKey = (sandbox: Sandbox, stream: string, key: string): ReadonlyMap<string, Row> =>
  new Map(recordsOf(sandbox.business, stream, 10_001).map((row) => [String(row[key]), row]))

const numbersOf = (rows: Iterable<Row>, name: string): readonly string[] =>
  [...rows].map((row) => String(row[name])).toSorted()

/** Rows whose key was not there before. */
const added = (before: ReadonlyMap<string, Row>, after: ReadonlyMap<string, Row>): readonly Row[] =>
  [...after].flatMap(([key, row]) => (before.has(key) ? [] : [row]))

const missingFrom = (keys: readonly string[], among: readonly string[]): readonly string[] => {
  const known = new Set(among)
  return keys.filter((key) => !known.has(key))
}

test('clients, bookings and their ends are told, one by one as the API shows them', async () => {
  await using sandbox = await openListening()
  const [clients, visits] = [byKey(sandbox, 'clients', 'UniqueId'), byKey(sandbox, 'class_visits', 'Id')]
  sandbox.advance(10)
  const visitsNow = byKey(sandbox, 'class_visits', 'Id')
  const joined = numbersOf(added(clients, byKey(sandbox, 'clients', 'UniqueId')), 'UniqueId')
  expect(joined.length).toBeGreaterThan(0)
  expect(numbersOf(ofKind(sandbox, 'client.created'), 'clientUniqueId')).toEqual(joined)
  const bookings = (eventId: string, status?: string): readonly string[] =>
    numbersOf(
      ofKind(sandbox, eventId).filter(({ signedInStatus }) => (status ?? signedInStatus) === signedInStatus),
      'classRosterBookingId',
    )
  const booked = numbersOf(added(visits, visitsNow), 'Id')
  expect(missingFrom(booked, bookings('classRosterBooking.created'))).toEqual([])
  const ended = bookings('classRosterBooking.cancelled')
  expect(ended.length).toBeGreaterThan(0)
  const isOff = (id: string): boolean => visitsNow.get(id)?.['LateCancelled'] !== false
  expect(ended.filter((id) => !isOff(id))).toEqual([])
  const wasOn = [...visits].flatMap(([id, { LateCancelled }]) => (LateCancelled === true ? [] : [id]))
  expect(missingFrom(wasOn.filter(isOff), ended)).toEqual([])
  const cameNow = [...visitsNow].flatMap(([id, { SignedIn }]) =>
    SignedIn === true && visits.get(id)?.['SignedIn'] !== true ? [id] : [],
  )
  expect(missingFrom(cameNow, bookings('classRosterBookingStatus.updated', 'SignedIn'))).toEqual([])
})

test('sales are told once, but not the charges of contracts signed before, nor returns', async () => {
  await using sandbox = await openListening()
  const [before, contracts] = [byKey(sandbox, 'sales', 'Id'), byKey(sandbox, 'client_contracts', 'Id')]
  sandbox.advance(35)
  const made = added(before, byKey(sandbox, 'sales', 'Id'))
  const signed = added(contracts, byKey(sandbox, 'client_contracts', 'Id'))
  const itemsOf = ({ PurchasedItems }: Row): readonly Row[] => PurchasedItems as readonly Row[]
  const isReturn = (sale: Row): boolean => itemsOf(sale).some(({ Quantity }) => Number(Quantity) < 0)
  const wasSigned = (sale: Row, ContractID: unknown): boolean =>
    signed.some(
      (one) =>
        one['ClientId'] === sale['ClientId'] &&
        one['ContractID'] === ContractID &&
        String(one['AgreementDate']).slice(0, 10) === String(sale['OriginalSaleDateTime']).slice(0, 10),
    )
  const isLater = (sale: Row): boolean =>
    itemsOf(sale).some(({ ContractId }) => ContractId !== null && !wasSigned(sale, ContractId))
  const untold = made.filter((sale) => isReturn(sale) || isLater(sale))
  expect([untold.some(isReturn), untold.some(isLater)]).toEqual([true, true])
  const told = numbersOf(ofKind(sandbox, 'clientSale.created'), 'saleId')
  expect(new Set(told).size).toBe(told.length)
  const rest = made.filter((sale) => !untold.includes(sale))
  expect(missingFrom(numbersOf(rest, 'Id'), told)).toEqual([])
  expect(missingFrom(told, numbersOf(untold, 'Id'))).toEqual(told)
  const created = numbersOf(ofKind(sandbox, 'clientContract.created'), 'clientContractId')
  expect(created).toEqual(numbersOf(signed, 'Id'))
})

test('no event is older than the one before it, and none lies outside its day', async () => {
  await using sandbox = await openListening()
  const from = new Date(sandbox.now).toISOString()
  sandbox.advance(1)
  const times = sandbox.push.pending.map(({ originatedAt }) => originatedAt)
  expect(times).toEqual(times.toSorted((one, other) => one - other))
  expect(new Date(times[0] ?? 0).toISOString() >= from).toBe(true)
  expect(times.at(-1)).toBeLessThanOrEqual(sandbox.now)
})

test('two files made one, a teacher who leaves, and a day without a listener', async () => {
  // The 45th day merges two files at a site; in Los Angeles a teacher's last day is 31 January.
  await using sandbox = await openListening(-321)
  sandbox.advance(4)
  const mergers = eventsOf(sandbox).filter(({ eventId }) => eventId === 'clientProfileMerger.created')
  for (const { eventData } of mergers) {
    const studio = sandbox.business.studios.find(({ plan }) => plan.siteId === eventData['siteId'])
    expect(studio?.merges.map(({ kept }) => kept.id)).toContain(eventData['keptClientId'])
  }
  expect(mergers.length).toBeGreaterThan(0)
  await using later = await openListening(-152)
  later.advance(3)
  expect(ofKind(later, 'staff.deactivated')).toHaveLength(1)
  expect(ofKind(later, 'classSchedule.updated').length).toBeGreaterThan(0)
  const waiting = later.push.pending.length
  const id = later.push.subscriptions[0]?.subscriptionId ?? ''
  later.push.setStatus(id, 'DeactivatedByUser')
  later.advance(2)
  later.push.setStatus(id, 'Active')
  expect([waiting > 0, later.push.pending.length]).toEqual([true, 0])
})

test('same seed, same days: same events to the byte; and the life is that of a studio nobody listens to', async () => {
  await using one = await openListening(-330)
  await using other = await openListening(-330)
  const silent = await startSandbox({ days: -325, sites: [losAngeles] })
  for (const sandbox of [one, other]) sandbox.advance(5)
  expect(one.push.pending.map(({ body }) => body)).toEqual(other.push.pending.map(({ body }) => body))
  for (const stream of ['clients', 'sales', 'class_visits'])
    expect(recordsOf(one.business, stream, 10_001)).toEqual(recordsOf(silent.business, stream, 10_001))
  await silent.close()
})

describe('by hand', () => {
  test('a class called off is told with every booking it had, and the API shows it at once', async () => {
    await using sandbox = await openListening()
    const from = new Date(sandbox.now).toISOString().slice(0, 10)
    const occurrence = sandbox.business.studios[0]?.classes.find(
      ({ day, visits, canceled }) => day > from && visits.length > 1 && !canceled,
    )
    const id = occurrence?.id ?? 0
    const roster = occurrence?.visits.map((visit) => String(visit.id)) ?? []
    sandbox.cancelClass(10_001, id)
    expect(ofKind(sandbox, 'class.updated')).toMatchObject([{ classId: id, isCancelled: true }])
    expect(numbersOf(ofKind(sandbox, 'classRosterBooking.cancelled'), 'classRosterBookingId')).toEqual(
      roster.toSorted(),
    )
    expect(byKey(sandbox, 'classes', 'Id').get(String(id))).toMatchObject({ IsCanceled: true })
  })

  test('a changed address is told with the one before, a deactivation as such', async () => {
    await using sandbox = await openListening()
    const client = sandbox.business.studios[0]?.clients.find(({ active }) => active)
    const clientId = client?.id ?? ''
    const previousEmail = client?.email
    sandbox.changeClient(10_001, clientId, { email: 'new@mail.example' })
    expect(ofKind(sandbox, 'client.updated')).toMatchObject([
      { clientId, email: 'new@mail.example', previousEmail },
    ])
    sandbox.changeClient(10_001, clientId, { active: false })
    expect(ofKind(sandbox, 'client.deactivated')).toMatchObject([{ clientId, previousEmail: null }])
  })
})
