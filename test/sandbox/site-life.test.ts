// The site's own streams as days go by: the same in any pieces, and changing where a studio changes.
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { textOf } from '../../src/sandbox/answers.ts'
import { createBusiness, type Business } from '../../src/sandbox/business.ts'
import type { ApiRecord } from '../../src/sandbox/records.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'
import { siteIds } from './cards.ts'

const changing = [
  'products_inventory',
  'class_schedules',
  'enrollments',
  'courses',
  'resource_availabilities',
  'unavailabilities',
  'staff_schedule_items',
  'payroll_time_cards',
  'payroll_commissions',
  'payroll_scheduled_service_earnings',
  'payroll_tips',
]

const print = (business: Business, name: string): string => {
  const hash = createHash('sha256')
  for (const siteId of siteIds) {
    for (const record of recordsOf(business, name, siteId)) hash.update(textOf(record))
  }
  return hash.digest('hex')
}

const whole = createBusiness({ days: 45 })

/** The same life in pieces, and what it looked like before the first of them. */
const inPieces = (() => {
  const business = createBusiness()
  const before = new Map(changing.map((name) => [name, print(business, name)]))
  for (const days of [1, 4, 40]) business.advance(days)
  return { business, before }
})()

it.each(changing)('%s: the same after 45 days at once as after 1, 4 and 40, and not as before', (name) => {
  expect(print(inPieces.business, name)).toBe(print(whole, name))
  expect(inPieces.before.get(name)).not.toBe(print(whole, name))
})

const find = (
  business: Business,
  name: string,
  fits: (record: ApiRecord) => boolean,
): ApiRecord | undefined => recordsOf(business, name, 10_001).find(fits)

it('closes a forgotten time card three days later, with its hours and pay', () => {
  const business = createBusiness()
  const key = ({ TimeIn, Task }: ApiRecord): string => `${TimeIn}/${Task}`
  for (let days = 0; days < 60; days += 1) {
    const open = find(business, 'payroll_time_cards', ({ TimeOut }) => TimeOut === null)
    if (open !== undefined) {
      expect(open).toMatchObject({ Hours: null, Earnings: null })
      business.advance(4)
      const closed = find(business, 'payroll_time_cards', (card) => key(card) === key(open))
      expect(closed?.['TimeOut']).not.toBeNull()
      const pay = Number(closed?.['Hours']) * Number(closed?.['HourlyRate'])
      expect(closed?.['Earnings']).toBeCloseTo(pay, 2)
      return
    }
    business.advance(1)
  }
  throw new Error('no card was left open')
})

it('announces a workshop, fills it, and closes it when it begins', () => {
  const business = createBusiness()
  const upcoming = find(business, 'enrollments', ({ IsAvailable }) => IsAvailable === true)
  const enrolled = (record: ApiRecord | undefined): number =>
    ((record?.['Clients'] ?? []) as unknown[]).length
  expect(upcoming).toBeDefined()
  business.advance(10)
  const later = find(business, 'enrollments', ({ Id }) => Id === upcoming?.['Id'])
  expect(enrolled(later)).toBeGreaterThan(enrolled(upcoming))
  business.advance(60)
  expect(find(business, 'enrollments', ({ Id }) => Id === upcoming?.['Id'])).toMatchObject({
    IsAvailable: false,
  })
})
