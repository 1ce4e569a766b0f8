// What the simulated API answers for the site's own streams, whole, is what the studio holds true of them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts'
import { addDays } from '../../src/sandbox/calendar.ts'
import { textOf } from '../../src/sandbox/answers.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'
import { addedFields, type Stream } from '../../src/source/stream.ts'
import { streams } from '../../streams/index.ts'
import { askerOf, at, pageAll, type Asker, type Body } from './asking.ts'

const siteIds = [10_001, 10_002]

const lists = [
  'resources',
  'genders',
  'custom_payment_methods',
  'accepted_card_types',
  'relationships',
  'mobile_providers',
  'prospect_stages',
  'liability_waiver',
  'client_indexes',
  'client_referral_types',
  'custom_client_fields',
  'required_client_fields',
  'contact_log_types',
  'appointment_add_ons',
  'appointment_options',
  'sales_reps',
  'products_inventory',
  'packages',
  'gift_cards',
]
/** Read as one window of the whole span. */
const series = ['class_schedules', 'enrollments', 'courses', 'semesters']
/** Windows of days, read over the whole span at once. */
const dated = ['resource_availabilities', 'unavailabilities', 'staff_schedule_items']
const perStaff = ['staff_permissions', 'staff_session_types', 'staff_image_urls']

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())

const cardOf = (name: string): Stream => {
  const card = streams.find((stream) => stream.name === name)
  if (card === undefined) throw new RangeError(`no card ${name}`)
  return card
}

type Pairs = readonly (readonly [string, string])[]

/** The rows of one question in the shape the card says, bare strings as `{Value}`. */
const ask = async (asker: Asker, card: Stream, query: Pairs): Promise<readonly Body[]> => {
  const prefix = card.incremental.kind === 'window' ? card.incremental.startParam.split('.')[0] : 'request'
  const sent = [...Object.entries(card.send), ...query]
  if (card.paged) return pageAll(asker, card.path, card.rows, sent, prefix)
  const { status, body } = await asker.get(card.path, sent)
  expect(status).toBe(200)
  const found = at(body, card.rows)
  const list = card.holds === 'records' || card.holds === 'strings' ? (found as unknown[]) : [found]
  return card.holds === 'strings' || card.holds === 'text'
    ? list.map((Value) => ({ Value }))
    : (list as readonly Body[])
}

const inOrder = (records: readonly Body[]): readonly string[] =>
  records.map((record) => JSON.stringify(JSON.parse(textOf(record)))).toSorted()

/** A value fits the type a card declares for its field; null fits every one. */
const fits = (type: string, value: unknown): boolean => {
  if (value === null) return true
  if (type === 'id' || type === 'int') return Number.isInteger(value)
  if (type === 'number' || type === 'money') return typeof value === 'number'
  if (type === 'flag') return typeof value === 'boolean'
  if (type === 'list') return Array.isArray(value)
  if (type === 'object') return typeof value === 'object' && !Array.isArray(value)
  if (typeof value !== 'string') return false
  if (type === 'date') return /^\d{4}-\d{2}-\d{2}T00:00:00$/.test(value)
  if (type === 'local') return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?$/.test(value)
  if (type === 'utc') return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(value)
  return type === 'text'
}

/** Keys are unique and every field is one the card knows, of its type. */
const expectShape = (card: Stream, records: readonly Body[]): void => {
  expect(records.length).toBeGreaterThan(0)
  const fields = { ...addedFields(card, streams), ...card.fields }
  for (const record of records) {
    for (const [name, value] of Object.entries(record)) {
      if (card.omit.includes(name)) continue
      expect([name, fields[name] !== undefined && fits(fields[name], value)]).toEqual([name, true])
    }
  }
  const keys = records.map((record) => JSON.stringify(card.key.map((name) => record[name])))
  expect(new Set(keys).size).toBe(records.length)
}

describe('whole lists', () => {
  it.each(lists)('%s: the endpoint answers what is true, in the shape of its card', async (name) => {
    const card = cardOf(name)
    for (const siteId of siteIds) {
      const answered = await ask(await askerOf(sandbox, siteId), card, [])
      expect(inOrder(answered)).toEqual(inOrder(recordsOf(sandbox.business, name, siteId)))
      expectShape(card, answered)
    }
  })

  it.each(perStaff)('%s: asked for every member with a number above 0', async (name) => {
    const card = cardOf(name)
    for (const siteId of siteIds) {
      const asker = await askerOf(sandbox, siteId)
      const members = recordsOf(sandbox.business, 'staff', siteId).map(({ Id }) => Number(Id))
      const answered: Body[] = []
      for (const id of members.filter((one) => one > 0)) {
        const rows = await ask(asker, card, [['request.staffId', String(id)]])
        answered.push(...rows.map((row) => ({ ...row, StaffId: id })))
      }
      expect(inOrder(answered)).toEqual(inOrder(recordsOf(sandbox.business, name, siteId)))
      expectShape(card, answered)
      expect(members.filter((id) => id <= 0)).toEqual([0, -1])
      expect((await asker.get(card.path, [['request.staffId', '-1']])).status).toBe(400)
      expect((await asker.get(card.path)).status).toBe(400)
    }
  })
})

/** The bounds of a window card, from the studio's birth to as far ahead as the card looks. */
const wholeSpan = (card: Stream): Pairs => {
  const { incremental } = card
  if (incremental.kind !== 'window') throw new RangeError(`${card.name} has no window`)
  const last = addDays('2026-07-01', incremental.lookaheadDays)
  return [
    [incremental.startParam, '2025-07-01T00:00:00'],
    [incremental.endParam, `${last}T23:59:59`],
  ]
}

describe('series', () => {
  it.each(series)(
    '%s: the whole span brings all of them, no dates bring what touches today',
    async (name) => {
      const card = cardOf(name)
      for (const siteId of siteIds) {
        const asker = await askerOf(sandbox, siteId)
        const answered = await ask(asker, card, wholeSpan(card))
        expect(inOrder(answered)).toEqual(inOrder(recordsOf(sandbox.business, name, siteId)))
        expectShape(card, answered)
        const touching = answered.filter(
          (record) => String(record['StartDate']) < '2026-07-02' && String(record['EndDate']) >= '2026-07-01',
        )
        expect(inOrder(await ask(asker, card, []))).toEqual(inOrder(touching))
      }
    },
  )
})

describe('who and what can be booked', () => {
  it.each(dated)('%s: the whole span brings all of it, no dates bring today', async (name) => {
    const card = cardOf(name)
    for (const siteId of siteIds) {
      const asker = await askerOf(sandbox, siteId)
      const answered = await ask(asker, card, wholeSpan(card))
      expect(inOrder(answered)).toEqual(inOrder(recordsOf(sandbox.business, name, siteId)))
      expectShape(card, answered)
      if (name === 'staff_schedule_items') continue
      const today = answered.filter(({ StartDateTime }) => String(StartDateTime).startsWith('2026-07-01'))
      expect(inOrder(await ask(asker, card, []))).toEqual(inOrder(today))
    }
  })

  it('needs every part of the key of an absence', () => {
    const away = recordsOf(sandbox.business, 'unavailabilities', 10_001)
    for (const names of [['Id'], ['Id', 'StaffId'], ['Id', 'StartDateTime']]) {
      const keys = new Set(away.map((record) => names.map((name) => String(record[name])).join('/')))
      expect(keys.size).toBeLessThan(away.length)
    }
  })

  it('shows the appointments of each teacher, of a day without dates', async () => {
    const [asker, card] = [await askerOf(sandbox, 10_001), cardOf('staff_schedule_items')]
    const all = await ask(asker, card, wholeSpan(card))
    const booked = all.flatMap(({ Appointments }) => Appointments as readonly Body[])
    expect(inOrder(booked)).toEqual(inOrder(recordsOf(sandbox.business, 'appointments', 10_001)))
    const today = await ask(asker, card, [])
    const starts = today.flatMap(({ Appointments, Availabilities, Unavailabilities }) =>
      [Appointments, Availabilities, Unavailabilities]
        .flatMap((list) => list as readonly Body[])
        .map(({ StartDateTime }) => String(StartDateTime).slice(0, 10)),
    )
    expect(new Set(starts)).toEqual(new Set(['2026-07-01']))
  })
})

const payLists = [
  'payroll_time_cards',
  'payroll_commissions',
  'payroll_scheduled_service_earnings',
  'payroll_tips',
]

/** Windows of 14 days from the studio's birth to today, as the card says. */
const fortnights = (): readonly (readonly [string, string])[] => {
  const windows: [string, string][] = []
  for (let day = '2025-07-01'; day <= '2026-07-01'; day = addDays(day, 14)) {
    windows.push([`${day}T00:00:00`, `${addDays(day, 13)}T23:59:59`])
  }
  return windows
}

const readPayroll = async (asker: Asker, card: Stream, query: Pairs = []): Promise<readonly Body[]> => {
  const rows: Body[] = []
  for (const [from, to] of fortnights()) {
    const window = [
      ['request.startDateTime', from],
      ['request.endDateTime', to],
    ] as const
    rows.push(...(await ask(asker, card, [...window, ...query])))
  }
  return rows
}

/** Rows with their number among those that share the rest of the card's key. */
const numbered = (card: Stream, rows: readonly Body[]): readonly Body[] => {
  if (!card.key.includes('Ordinal')) return rows
  const seen = new Map<string, number>()
  return rows.map((row) => {
    const key = card.key.map((name) => String(row[name])).join('/')
    seen.set(key, (seen.get(key) ?? 0) + 1)
    return { ...row, Ordinal: seen.get(key) }
  })
}

describe('payroll', () => {
  it.each(payLists)('%s: fortnights bring all that active staff earned', async (name) => {
    const card = cardOf(name)
    for (const siteId of siteIds) {
      const answered = numbered(card, await readPayroll(await askerOf(sandbox, siteId), card))
      expect(inOrder(answered)).toEqual(inOrder(recordsOf(sandbox.business, name, siteId)))
      expectShape(card, answered)
    }
  })

  it.each(payLists)('%s: more than 14 days are refused, no dates are the last seven', async (name) => {
    const [card, asker] = [cardOf(name), await askerOf(sandbox, 10_002)]
    const wide = [
      ['request.startDateTime', '2026-06-01T00:00:00'],
      ['request.endDateTime', '2026-06-15T00:00:01'],
    ] as const
    const { status, body } = await asker.get(card.path, wide)
    expect([status, at(body, 'Error.Code')]).toEqual([400, 'InvalidParameter'])
    expect((await asker.get(card.path, wide.slice(0, 1))).status).toBe(400)
    const week = [
      ['request.startDateTime', '2026-06-24T00:00:00'],
      ['request.endDateTime', '2026-07-01T23:59:59'],
    ] as const
    expect(inOrder(await ask(asker, card, []))).toEqual(inOrder(await ask(asker, card, week)))
  })

  it('lists rows by staff, and whoever has left only when named', async () => {
    const [asker, card] = [await askerOf(sandbox, 10_001), cardOf('payroll_scheduled_service_earnings')]
    const window = [
      ['request.startDateTime', '2026-01-05T00:00:00'],
      ['request.endDateTime', '2026-01-18T23:59:59'],
    ] as const
    const ids = (rows: readonly Body[]): readonly number[] => rows.map(({ StaffId }) => Number(StaffId))
    const all = ids(await ask(asker, card, window))
    expect(all).toEqual(all.toSorted((one, other) => one - other))
    expect(all).not.toContain(100_000_013)
    const gone = ids(await ask(asker, card, [...window, ['request.staffId', '100000013']]))
    expect(new Set(gone)).toEqual(new Set([100_000_013]))
    const lone = await asker.get(card.path, [['request.scheduledServiceId', '95010']])
    expect(lone.status).toBe(400)
  })

  it('has what makes each key as long as it is', () => {
    const of = (name: string): readonly Body[] => recordsOf(sandbox.business, name, 10_001)
    expect(of('payroll_commissions').some(({ Ordinal }) => Ordinal === 2)).toBe(true)
    expect(new Set(of('payroll_commissions').map(({ SaleType }) => SaleType))).toEqual(
      new Set(['Purchase', 'Return']),
    )
    const earned = of('payroll_scheduled_service_earnings')
    expect(new Set(earned.map(({ ScheduledServiceType }) => ScheduledServiceType))).toEqual(
      new Set(['Class', 'Appointment', 'Enrollment']),
    )
    expect(earned.some(({ Earnings }) => Earnings === 0)).toBe(true)
    expect(new Set(earned.map(({ ScheduledServiceId }) => ScheduledServiceId)).size).toBeLessThan(
      earned.length,
    )
    const cards = of('payroll_time_cards')
    expect(new Set(cards.map(({ StaffId, TimeIn }) => `${StaffId}/${TimeIn}`)).size).toBeLessThan(
      cards.length,
    )
  })

  it('leaves no tip out: the tips of all staff are the tip lines of the sales', () => {
    for (const { plan, sales } of sandbox.business.studios) {
      const left = new Set(plan.staff.filter(({ until }) => until !== undefined).map(({ id }) => id))
      expect(left.size).toBe(1)
      const paid = recordsOf(sandbox.business, 'payroll_tips', plan.siteId)
      const sold = sales.filter(({ lines }) => lines.some(({ item }) => item.kind === 'tip'))
      expect(paid.length).toBeGreaterThan(0)
      expect(paid.length).toBeLessThanOrEqual(sold.length)
      expect(paid.every(({ StaffId }) => !left.has(Number(StaffId)))).toBe(true)
    }
  })
})
