// Endpoints of what one client did: schedule, purchases, points, and everything in one answer.
import { page, rowsOf, single } from './answers.ts'
import { schedulesOf } from './api-client-schedule.ts'
import { completeInfo } from './api-complete-info.ts'
import { purchasesOf } from './api-purchases.ts'
import { pointsOf, rewardsOf } from './api-rewards.ts'
import { forClient } from './asked-client.ts'
import { localOf } from './calendar.ts'
import type { Handler } from './handler.ts'

/** Lists of complete info by the word that asks for them (documented); no word asks for all. */
const listOfWord: Readonly<Record<string, string>> = {
  services: 'ClientServices',
  contracts: 'ClientContracts',
  memberships: 'ClientMemberships',
  arrivalprograms: 'ClientArrivals',
}

export const clientHistoryRoutes: Readonly<Record<string, Handler>> = {
  /** Days; the end defaults to today and the start to the end. Queues only when asked for. */
  '/client/clientschedule': forClient(({ shelf, query, today }, client) => {
    const to = query.day('endDate') ?? today
    const from = query.day('startDate') ?? to
    const queues = query.flag('includeWaitlistEntries', false)
    const rows = schedulesOf(shelf).filter(({ client: owner, startLocal, queued }) => {
      const day = startLocal.slice(0, 10)
      return owner === client && day >= from && day <= to && (queues || !queued)
    })
    return page('Visits', rowsOf(rows.map(({ record }) => record)), query)
  }),
  /** Wall clock bounds; the start defaults to now, so that without dates next to nothing comes. */
  '/client/clientpurchases': forClient(({ business, shelf, query, today }, client) => {
    const saleId = query.int('saleId')
    const from = query.time('startDate') ?? localOf(business.now, shelf.studio.plan.zone)
    const to = query.time('endDate') ?? `${today}T23:59:59`
    const rows = purchasesOf(shelf, client).filter(({ sale }) =>
      saleId === undefined ? sale.soldLocal >= from && sale.soldLocal <= to : sale.id === saleId,
    )
    return page('Purchases', rowsOf(rows.map(({ record }) => record)), query)
  }),
  /** Days; the start defaults to today and the end to the start. The balance is of all movements, whatever the window. */
  '/client/clientrewards': forClient(({ shelf, query, today }, client) => {
    const all = rewardsOf(shelf, client)
    const from = query.day('startDate') ?? today
    const to = query.day('endDate') ?? from
    const rows = all.filter(({ ActionDateTime }) => {
      const day = String(ActionDateTime).slice(0, 10)
      return day >= from && day <= to
    })
    const answer = page('Transactions', rowsOf(rows), query)
    return { ...answer, body: `{"Balance":${pointsOf(all)},${answer.body.slice(1)}` }
  }),
  /** Not paged. The dates, both today by default, filter the pricing options only. */
  '/client/clientcompleteinfo': forClient(({ shelf, query, today }, client) => {
    const from = query.day('startDate') ?? today
    const to = query.day('endDate') ?? today
    const [byActivation, activeOnly] = [
      query.flag('useActivateDate', false),
      query.flag('showActiveOnly', false),
    ]
    const info = completeInfo(shelf, client, ({ activeDay, boughtDay, current }) => {
      const day = byActivation ? activeDay : boughtDay
      return day >= from && day <= to && (current || !activeOnly)
    })
    const words = query.list('requiredClientData').map((word) => word.toLowerCase())
    if (words.length === 0) return single(undefined, info)
    const kept = new Set(['Client', ...words.map((word) => listOfWord[word] ?? '')])
    return single(undefined, Object.fromEntries(Object.entries(info).filter(([name]) => kept.has(name))))
  }),
}
