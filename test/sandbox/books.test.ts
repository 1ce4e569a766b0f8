// The livelier book-keeping of the simulated studios, and their own books.
import { describe, expect, test } from 'vitest'
import { booksOf } from '../../src/sandbox/books.ts'
import { createBusiness } from '../../src/sandbox/business.ts'
import type { Sale, Studio } from '../../src/sandbox/life.ts'
import { methods } from '../../src/sandbox/plan-shared.ts'
import { sydney } from '../../src/sandbox/plan-sydney.ts'
import { tokyo } from '../../src/sandbox/plan-tokyo.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'

const sites = [sydney, tokyo]
const lively = createBusiness({ sites, books: true, days: -65 })

const salesWith = (studio: Studio, fits: (sale: Sale) => boolean): number => studio.sales.filter(fits).length

describe('a life with books', () => {
  test('is the same in one go and by months', () => {
    const pieces = createBusiness({ sites, books: true, days: -334 })
    while (pieces.days < -65) pieces.advance(Math.min(30, -65 - pieces.days))
    for (const { siteId } of sites)
      for (const stream of ['sales', 'clients', 'client_services', 'class_visits'])
        expect(recordsOf(pieces, stream, siteId)).toEqual(recordsOf(lively, stream, siteId))
    expect(booksOf(pieces)).toEqual(booksOf(lively))
  })

  test('holds every event the books must bear', () => {
    for (const studio of lively.studios) {
      const visits = studio.classes.flatMap((occurrence) => occurrence.visits)
      const events = {
        partReturned: salesWith(studio, ({ lines }) =>
          lines.some(
            ({ quantity, unitCents, held }) =>
              quantity < 0 && held !== undefined && unitCents < held.plan.cents,
          ),
        ),
        redated: studio.held.filter(
          ({ plan, expiryDay, firstExpiryDay }) => plan.count !== undefined && expiryDay !== firstExpiryDay,
        ).length,
        suspended: studio.clients.filter(({ suspended }) => suspended !== undefined).length,
        begunLate: studio.held.filter(
          ({ plan, boughtDay, firstExpiryDay }) =>
            plan.fromFirstUse === true && firstExpiryDay > boughtDay && !firstExpiryDay.startsWith('9999'),
        ).length,
        chargedBack: studio.transactions.filter(({ status }) => status === 'Chargeback').length,
        onAccount: salesWith(studio, ({ payments }) =>
          payments.some(({ method }) => method === methods.account),
        ),
        debtPaid: salesWith(studio, ({ lines }) => lines.some(({ item }) => item.kind === 'account_payment')),
        comped: salesWith(studio, ({ payments }) =>
          payments.some(({ method, cents }) => method === methods.comp && cents > 0),
        ),
        belowFace: salesWith(studio, ({ lines }) =>
          lines.some(({ item, discountCents }) => item.kind === 'gift_card' && discountCents > 0),
        ),
        misprinted: salesWith(studio, ({ lines }) =>
          lines.some(({ item, unitCents }) => unitCents > item.cents),
        ),
        doubled: visits.filter(({ sessionType, held }) => sessionType.deducted === 2 && held !== undefined)
          .length,
        backdated: salesWith(
          studio,
          ({ soldLocal, originalLocal }) => soldLocal.slice(0, 7) < originalLocal.slice(0, 7),
        ),
        postdated: salesWith(
          studio,
          ({ soldLocal, originalLocal }) => soldLocal.slice(0, 7) > originalLocal.slice(0, 7),
        ),
      }
      for (const [event, times] of Object.entries(events))
        expect(times, `${event} at ${studio.plan.name}`).toBeGreaterThan(0)
    }
  })

  test('writes yen as whole numbers', () => {
    const [studio] = lively.studios.filter(({ plan }) => plan === tokyo)
    const cents = studio?.sales.flatMap(({ lines, payments }) => [
      ...lines.flatMap((line) => [line.unitCents, line.discountCents, line.taxCents, line.totalCents]),
      ...payments.map((payment) => payment.cents),
    ])
    expect(cents?.length).toBeGreaterThan(100)
    expect(cents?.filter((amount) => amount % 100 !== 0)).toEqual([])
  })

  test('owes at no month end less than nothing, and something at every one', () => {
    const deferred = booksOf(lively).filter(({ kind }) => kind === 'deferred')
    expect(deferred.length).toBeGreaterThan(30)
    expect(deferred.filter(({ cents }) => cents < 0)).toEqual([])
  })
})
