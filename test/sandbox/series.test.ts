// Series, rooms and staff hours: what touches the days asked, today by default, and all of it over the whole span.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'
import { askerOf, type Body } from './asking.ts'
import { ask, cardOf, expectShape, inOrder, siteIds, wholeSpan } from './cards.ts'

/** Read as one window of the whole span. */
const series = ['class_schedules', 'enrollments', 'courses', 'semesters']
/** Windows of days, read over the whole span at once. */
const dated = ['resource_availabilities', 'unavailabilities', 'staff_schedule_items']
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())

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

describe('filters and rights', () => {
  const span = [
    ['request.startDate', '2025-07-01'],
    ['request.endDate', '2026-12-31'],
  ] as const

  it('knows courses only under their own prefix: another one falls back to today', async () => {
    const [asker, card] = [await askerOf(sandbox, 10_001), cardOf('courses')]
    const [all, today] = [await ask(asker, card, wholeSpan(card)), await ask(asker, card, [])]
    expect(all.length).toBeGreaterThan(today.length)
    expect(inOrder(await ask(asker, card, span))).toEqual(inOrder(today))
  })

  it('shows strangers no hidden series, no clients, no notes and little of the organizer', async () => {
    const [asker, stranger] = [await askerOf(sandbox, 10_001), await askerOf(sandbox, 10_001, false)]
    const schedules = cardOf('class_schedules')
    const [seen, all] = [await ask(stranger, schedules, span), await ask(asker, schedules, span)]
    expect(seen.length).toBeLessThan(all.length)
    expect(seen.every(({ Clients }) => Clients === null)).toBe(true)
    expect(all.some(({ Clients }) => (Clients as readonly Body[]).length > 0)).toBe(true)
    const [course] = await ask(stranger, cardOf('courses'), wholeSpan(cardOf('courses')))
    expect(course).toMatchObject({ Notes: null })
    expect(course?.['Organizer']).not.toHaveProperty('Email')
  })

  it('filters series by number, place, teacher, program and session type', async () => {
    const [asker, card] = [await askerOf(sandbox, 10_001), cardOf('class_schedules')]
    const all = await ask(asker, card, span)
    const filters = [
      ['request.classScheduleIds', '4301', ({ Id }: Body) => Id === 4_301],
      ['request.locationIds', '2', ({ Location }: Body) => (Location as Body)['Id'] === 2],
      ['request.staffIds', '100000011', ({ Staff }: Body) => (Staff as Body)['Id'] === 100_000_011],
      ['request.programIds', '23', () => false],
      [
        'request.sessionTypeIds',
        '8',
        ({ ClassDescription }: Body) => ((ClassDescription as Body)['SessionType'] as Body)['Id'] === 8,
      ],
    ] as const
    for (const [name, value, fits] of filters) {
      expect(inOrder(await ask(asker, card, [...span, [name, value]]))).toEqual(inOrder(all.filter(fits)))
    }
  })

  it('tells active semesters from past ones', async () => {
    const [asker, card] = [await askerOf(sandbox, 10_001), cardOf('semesters')]
    const names = async (active: string): Promise<readonly unknown[]> =>
      (await ask(asker, card, [...span, ['request.active', active]])).map(({ Name }) => Name)
    expect(await names('true')).toEqual(['Autumn 2026'])
    expect(await names('false')).toEqual(['Autumn 2025', 'Spring 2026'])
  })
})
