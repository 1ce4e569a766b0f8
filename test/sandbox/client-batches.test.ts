// What is asked for many clients, classes or gift cards at the simulated API, and its truth.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import { waitingFor } from '../../src/sandbox/standby.ts'
import { at, pageAll, type Body } from './asking.ts'
import { chunks, codeOf, listOf, openSite, sorted, type OpenSite } from './open-site.ts'

let site: OpenSite
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.sandbox.close())

const clientIds = (): readonly string[] => site.studio().clients.map(({ id }) => id)

describe('a stream read many clients at a time', () => {
  const idsOf = (ids: readonly string[]) => ids.map((id) => ['request.clientIds', id] as const)

  it('has memberships of 200 clients a call, and says of an unknown one that it is', async () => {
    const all: Body[] = []
    for (const ids of chunks(clientIds(), 200)) {
      all.push(
        ...(await pageAll(site.staff, '/client/activeclientsmemberships', 'ClientMemberships', idsOf(ids))),
      )
    }
    expect(sorted(all)).toEqual(sorted(site.truth('client_memberships')))
    const odd = await site.staff.get(
      '/client/activeclientsmemberships',
      idsOf(['nobody', ...clientIds().slice(0, 1)]),
    )
    expect(listOf(odd, 'ClientMemberships').map(({ ErrorMessage }) => ErrorMessage)).toEqual([
      'The client was not found.',
      null,
    ])
    const many = await site.staff.get('/client/activeclientsmemberships', idsOf(clientIds().slice(0, 201)))
    expect([many.status, codeOf(many)]).toEqual([400, 'InvalidParameter'])
    const comma = await site.staff.get(
      '/client/activeclientsmemberships',
      idsOf([clientIds().slice(0, 2).join(',')]),
    )
    expect(listOf(comma, 'ClientMemberships')).toHaveLength(1)
  })

  it('has balances of 20 clients a call, of today or of a day past', async () => {
    const all: Body[] = []
    for (const ids of chunks(clientIds(), 20)) {
      all.push(...(await pageAll(site.staff, '/client/clientaccountbalances', 'Clients', idsOf(ids))))
    }
    expect(sorted(all)).toEqual(sorted(site.truth('client_account_balances'), 'SnapshotDate'))
    const many = await site.staff.get('/client/clientaccountbalances', idsOf(clientIds().slice(0, 21)))
    expect(many.status).toBe(400)
    expect((await site.staff.get('/client/clientaccountbalances')).status).toBe(400)
  })

  it('works a past balance back from the sales since', async () => {
    const past = await startSandbox({ days: -20 })
    try {
      const rich = site
        .studio()
        .clients.filter(({ accountCents }) => accountCents > 0)
        .slice(0, 20)
      const then = new Map(
        past.business.studios[0]?.clients.map(({ id, accountCents }) => [id, accountCents / 100]),
      )
      const reply = await site.staff.get('/client/clientaccountbalances', [
        ...idsOf(rich.map(({ id }) => id)),
        ['request.balanceDate', '2026-06-11'],
      ])
      const was = listOf(reply, 'Clients').map(({ Id, AccountBalance }) => [Id, AccountBalance])
      expect(was.length).toBeGreaterThan(3)
      expect(was).toEqual(rich.map(({ id }) => [id, then.get(id)]))
    } finally {
      await past.close()
    }
  })
})

describe('waitlists', () => {
  const path = '/class/waitlistentries'
  const waiting = () => site.studio().classes.filter((occurrence) => waitingFor(occurrence).length > 0)

  it('hold whoever waits for the classes asked, as many as the classes say', async () => {
    const ids = waiting().map(({ id }) => ['request.classIds', String(id)] as const)
    expect(ids.length).toBeGreaterThan(20)
    const all = await pageAll(site.staff, path, 'WaitlistEntries', ids)
    expect(sorted(all)).toEqual(sorted(site.truth('waitlist_entries')))
    const counted = site
      .truth('classes')
      .reduce((sum, { TotalBookedWaitlist }) => sum + Number(TotalBookedWaitlist), 0)
    expect(all).toHaveLength(counted)
    expect(Object.keys(at(all[0], 'Client') as Body)).toContain('Email')
  })

  it('want staff and at least one id, and let class ids win over schedule ids', async () => {
    expect((await site.nobody.get(path, [['request.classIds', '1']])).status).toBe(401)
    expect((await site.staff.get(path)).status).toBe(400)
    const [first] = waiting()
    const both = await site.staff.get(path, [
      ['request.classIds', String(first?.id)],
      ['request.classScheduleIds', '-1'],
    ])
    expect(listOf(both, 'WaitlistEntries').length).toBeGreaterThan(0)
    const hidden = await site.staff.get(path, [
      ['request.classIds', String(first?.id)],
      ['request.hidePastEntries', 'true'],
    ])
    expect(listOf(hidden, 'WaitlistEntries')).toEqual([])
  })
})

describe('gift cards', () => {
  it('are asked by the code on the line that sold them, without a prefix', async () => {
    const balances: Body[] = []
    for (const sale of site.truth('sales')) {
      for (const { GiftCardBarcodeId: code } of sale['PurchasedItems'] as readonly Body[]) {
        if (typeof code !== 'string') continue
        balances.push((await site.staff.get('/sale/giftcardbalance', [['barcodeId', code]])).body as Body)
      }
    }
    expect(balances.length).toBeGreaterThan(20)
    expect(sorted(balances)).toEqual(sorted(site.truth('gift_card_balances')))
    expect((await site.staff.get('/sale/giftcardbalance', [['barcodeId', 'none']])).status).toBe(404)
  })
})
