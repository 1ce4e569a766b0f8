// The simulated business: the same seed lives the same life, and its books are right to the cent.
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { textOf } from '../../src/sandbox/answers.ts'
import { createBusiness, type Business } from '../../src/sandbox/business.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'
import { streams } from '../../streams/index.ts'

const siteIds = [10_001, 10_002]

/** Streams whose records, together, show all of the life; client_visits would only say class_visits again. */
const eventful = [
  'clients',
  'classes',
  'class_visits',
  'client_services',
  'client_contracts',
  'appointments',
  'sales',
]

const fingerprint = (business: Business): string => {
  const hash = createHash('sha256')
  for (const siteId of siteIds) {
    for (const name of [...eventful, 'transactions']) {
      for (const record of recordsOf(business, name, siteId)) hash.update(textOf(record))
    }
  }
  return hash.digest('hex')
}

const base = createBusiness()

describe('life', () => {
  it('is the same for the same seed, N days and one more as N + 1 days, and another for another seed', () => {
    const pieces = createBusiness()
    pieces.advance(1)
    pieces.advance(4)
    expect(pieces.days).toBe(5)
    const atOnce = fingerprint(createBusiness({ days: 5 }))
    expect(fingerprint(pieces)).toBe(atOnce)
    expect(fingerprint(createBusiness({ seed: 2, days: 5 }))).not.toBe(atOnce)
  })

  it('has about 600 clients and 4,000 classes, nothing before its birth and no booking after its now', () => {
    const counts = base.studios.map(({ clients, classes }) => [clients.length, classes.length])
    expect(counts.reduce((sum, [clients = 0]) => sum + clients, 0)).toBeGreaterThan(550)
    expect(counts.reduce((sum, [, classes = 0]) => sum + classes, 0)).toBeGreaterThan(3_800)
    for (const { sales, clients, classes } of base.studios) {
      expect(Math.max(...sales.map(({ at }) => at))).toBeLessThanOrEqual(base.now)
      expect(Math.max(...clients.map(({ lastModifiedAt }) => lastModifiedAt))).toBeLessThanOrEqual(base.now)
      const decided = classes
        .flatMap(({ visits }) => visits)
        .filter((visit) => visit.signedIn || visit.missed)
      expect(decided.every(({ lastModifiedAt }) => lastModifiedAt <= base.now + 1_000)).toBe(true)
    }
  })

  it('shows every kind of event that extraction must survive', () => {
    for (const { classes, sales, held, transactions, contracts, clients, plan } of base.studios) {
      const visits = classes.flatMap((occurrence) => occurrence.visits)
      const seen = {
        cancelledWithClients: classes.some(({ canceled, visits: left }) => canceled && left.length > 0),
        cancelledWithoutClients: classes.some(({ canceled, visits: left }) => canceled && left.length === 0),
        substitute: classes.some(({ substitute }) => substitute),
        hidden: classes.some(({ slot }) => slot.hidden),
        unlimitedCapacity: classes.some(({ slot }) => slot.capacity === null),
        waitlist: classes.some(({ waitlist }) => waitlist.length > 0),
        empty: classes.some(({ startsAt, visits: roster }) => startsAt < base.now && roster.length === 0),
        lateCancel: visits.some(({ lateCancelled }) => lateCancelled),
        noShow: visits.some(({ missed }) => missed),
        booked: visits.some(({ startLocal }) => startLocal > '2026-07-01T14'),
        unpaid: visits.some((visit) => visit.held === undefined),
        sharedPack: held.some(({ sharedWith }) => sharedWith.size > 0),
        returnSale: sales.some(({ lines }) => lines.some(({ quantity }) => quantity < 0)),
        returnedFlag: sales.some(({ lines }) => lines.some(({ returned }) => returned)),
        split: sales.some(({ payments }) => payments.length > 1),
        giftCardTender: sales.some(({ payments }) =>
          payments.some(({ method }) => method.name === 'Gift Card'),
        ),
        accountTender: sales.some(({ payments }) => payments.some(({ method }) => method.name === 'Account')),
        free: sales.some(({ lines }) => lines.every(({ totalCents }) => totalCents === 0)),
        online: sales.some(({ locationId }) => locationId === 98),
        walkIn: sales.some(({ client }) => client === undefined),
        moved: sales.some(({ soldLocal, originalLocal }) => soldLocal !== originalLocal),
        nearMidnight: sales.some(({ soldLocal }) => /T(23|00)/.test(soldLocal)),
        tip: sales.some(({ lines }) => lines.some(({ item }) => item.kind === 'tip')),
        voided: transactions.some(({ status }) => status === 'Approved (Voided)'),
        declined: transactions.some(({ status }) => status === 'Declined'),
        ended: contracts.some(({ terminationDay }) => terminationDay !== undefined),
        inactive: clients.some(({ active }) => !active),
        prospect: clients.some(({ prospect }) => prospect),
      }
      expect({ site: plan.siteId, missing: Object.entries(seen).filter(([, value]) => !value) }).toEqual({
        site: plan.siteId,
        missing: [],
      })
    }
    expect(base.studios.flatMap(({ sales }) => sales).some(({ id }) => id > 2 ** 31)).toBe(true)
    const bigIds = base.studios
      .flatMap(({ clients }) => clients)
      .filter(({ uniqueId }) => typeof uniqueId === 'bigint')
    expect(bigIds).toHaveLength(1)
  })
})

describe('books', () => {
  const sales = base.studios.flatMap((studio) => studio.sales.map((sale) => ({ sale, plan: studio.plan })))

  it('pays every sale in full, to the cent', () => {
    const unpaid = sales.filter(({ sale: { lines, payments } }) => {
      const owed = lines.reduce((sum, { totalCents }) => sum + totalCents, 0)
      return payments.length === 0 || payments.reduce((sum, { cents }) => sum + cents, 0) !== owed
    })
    expect(unpaid).toEqual([])
  })

  it('keeps the line identity of its tax style', () => {
    const wrong = sales.flatMap(({ sale, plan }) =>
      sale.lines.filter((line) => {
        const net = line.unitCents * line.quantity - line.discountCents
        const total = plan.taxInclusive ? net : net + line.taxCents
        return line.totalCents !== total || !Number.isInteger(total)
      }),
    )
    expect(wrong).toEqual([])
  })

  it('never overdraws a pack, a gift card or an account, and never books beyond capacity', () => {
    for (const { held, giftCards, clients, classes } of base.studios) {
      expect(held.filter(({ used, plan }) => used > (plan.count ?? Infinity))).toEqual([])
      expect(giftCards.filter(({ cents }) => cents < 0)).toEqual([])
      expect(clients.filter(({ accountCents }) => accountCents < 0)).toEqual([])
      const taken = classes.map(({ slot, visits }) => ({
        capacity: slot.capacity ?? Infinity,
        rows: visits.length,
        places: visits.filter(({ lateCancelled }) => !lateCancelled).length,
      }))
      expect(taken.filter(({ places, capacity }) => places > capacity)).toEqual([])
      // A roster with rows shows TotalBooked above zero, so that whoever skips empty classes loses nothing.
      expect(taken.filter(({ rows, places }) => rows > 0 && places === 0)).toEqual([])
    }
  })

  it('counts used sessions as the visits say', () => {
    for (const studio of base.studios) {
      const used = new Map<number, number>()
      const visits = [
        ...studio.classes.flatMap((occurrence) => occurrence.visits),
        ...studio.appointments.map(({ visit }) => visit),
      ]
      for (const { held } of visits) if (held !== undefined) used.set(held.id, (used.get(held.id) ?? 0) + 1)
      expect(studio.held.filter((held) => (used.get(held.id) ?? 0) !== held.used)).toEqual([])
    }
  })
})

const keepOnly = (value: unknown, names: readonly string[]): unknown => {
  if (Array.isArray(value)) return value.map((inner) => keepOnly(inner, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)))
}

/** Names that tell of persons wherever they stand; a studio's own places are no persons. */
const telling = /^(First|Last|Middle)Name$|Email$|Phone$|^Notes?$|BirthDate|PhotoUrl|LastFour$|^ContractText$/
const placeLike = /Location/

const isTold = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(isTold)
  return Object.entries(value).some(
    ([name, inner]) =>
      !placeLike.test(name) && ((telling.test(name) && typeof inner === 'string') || isTold(inner)),
  )
}

describe('records', () => {
  const all = streams.flatMap((stream) =>
    siteIds.map((siteId) => ({ stream, records: recordsOf(base, stream.name, siteId) })),
  )

  it('carry every field of the cards and one record per key', () => {
    for (const { stream, records } of all) {
      const names = new Set(records.flatMap((record) => Object.keys(record)))
      const optional = stream.name === 'class_visits' ? ['Service'] : []
      const missing = Object.keys(stream.fields).filter(
        (name) => !names.has(name) && !optional.includes(name),
      )
      expect({ stream: stream.name, missing }).toEqual({ stream: stream.name, missing: [] })
      const keys = new Set(
        records.map((record) => stream.key.map((field) => String(record[field])).join('/')),
      )
      expect({ stream: stream.name, keys: keys.size }).toEqual({
        stream: stream.name,
        keys: records.length,
      })
    }
  })

  it('tell of persons, also inside nested records, only where the card says so', () => {
    const silent = all.flatMap(({ stream: { name, fields, personal, only }, records }) =>
      Object.keys(fields).flatMap((field) => {
        if (field in personal || placeLike.test(field)) return []
        const kept = only[field]
        const values = records.map((record) => record[field])
        const told = kept === undefined ? values : values.map((value) => keepOnly(value, kept))
        return told.some(isTold) ? [`${name}.${field}`] : []
      }),
    )
    expect(silent).toEqual([])
  })

  it('of extra sales come by window and add up to the number asked for', () => {
    const business = createBusiness({ scale: { sales: 5_001 } })
    const windows = [
      '2025-07',
      '2025-08',
      '2025-09',
      '2025-10',
      '2025-11',
      '2025-12',
      '2026-01',
      '2026-02',
      '2026-03',
    ]
    const later = ['2026-04', '2026-05', '2026-06', '2026-07']
    const total = [...windows, ...later].reduce(
      (sum, month) =>
        sum + business.bulkOf(10_001).between(`${month}-01T00:00:00`, `${month}-31T23:59:59`).total,
      0,
    )
    expect(total).toBe(2_501)
    expect(recordsOf(business, 'sales', 10_001)).toHaveLength(recordsOf(base, 'sales', 10_001).length + 2_501)
  })
})
