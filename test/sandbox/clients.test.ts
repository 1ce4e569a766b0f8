// What hangs on clients at the simulated API: shapes, defaults, refusals, and the whole of each list by its truth.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { textOf } from '../../src/sandbox/answers.ts'
import { shelfOf } from '../../src/sandbox/shelf.ts'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts'
import { waitingFor } from '../../src/sandbox/standby.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'
import { askerOf, at, pageAll, type Asker, type Body, type Reply } from './asking.ts'

const siteId = 10_001
const wide = [
  ['request.startDate', '2000-01-01T00:00:00'],
  ['request.endDate', '2030-01-01T00:00:00'],
] as const

let sandbox: Sandbox
let staff: Asker
let nobody: Asker

beforeAll(async () => {
  sandbox = await startSandbox()
  staff = await askerOf(sandbox, siteId)
  nobody = await askerOf(sandbox, siteId, false)
})
afterAll(() => sandbox.close())

const studio = () => {
  const shelf = shelfOf(sandbox.business, siteId)
  if (shelf === undefined) throw new Error('the simulated site is gone')
  return shelf.studio
}

const clientIds = (): readonly string[] => studio().clients.map(({ id }) => id)

const chunks = <T>(list: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, nth) => list.slice(nth * size, (nth + 1) * size))

/** Each record as JSON without what the source adds, in order of the text. */
const sorted = (records: readonly Body[], ...added: readonly string[]): readonly string[] =>
  records
    .map((record) => Object.fromEntries(Object.entries(record).filter(([name]) => !added.includes(name))))
    .map((record) => JSON.stringify(JSON.parse(textOf(record))))
    .sort()

const truth = (stream: string): readonly Body[] => recordsOf(sandbox.business, stream, siteId)

const list = (reply: Reply, key: string): readonly Body[] => at(reply.body, key) as readonly Body[]
const codeOf = (reply: Reply): unknown => at(reply.body, 'Error.Code')

const perClient = [
  { stream: 'client_schedule', path: '/client/clientschedule', rows: 'Visits', added: [] },
  {
    stream: 'client_purchases',
    path: '/client/clientpurchases',
    rows: 'Purchases',
    added: ['ClientId', 'Ordinal'],
  },
  { stream: 'client_rewards', path: '/client/clientrewards', rows: 'Transactions', added: ['ClientId'] },
  { stream: 'contact_logs', path: '/client/contactlogs', rows: 'ContactLogs', added: ['ClientId'] },
  { stream: 'client_formula_notes', path: '/client/clientformulanotes', rows: 'FormulaNotes', added: [] },
  {
    stream: 'client_memberships_single',
    path: '/client/activeclientmemberships',
    rows: 'ClientMemberships',
    added: [],
  },
  {
    stream: 'cross_regional_client_associations',
    path: '/client/crossregionalclientassociations',
    rows: 'CrossRegionalClientAssociations',
    added: ['RecordSiteId'],
  },
] as const

describe('a stream read client by client', () => {
  it.each(perClient)('$stream adds up to its truth', async ({ stream, path, rows, added }) => {
    const all: Body[] = []
    for (const some of chunks(clientIds(), 16)) {
      const answers = await Promise.all(
        some.map((id) =>
          pageAll(staff, path, rows, [
            ['request.clientId', id],
            ['request.includeWaitlistEntries', 'true'],
            ['request.showSystemGenerated', 'true'],
            ...wide,
          ]),
        ),
      )
      all.push(...answers.flat())
    }
    expect(all.length).toBeGreaterThan(10)
    expect(sorted(all)).toEqual(sorted(truth(stream), ...added))
  })

  it.each(perClient)('$stream wants a client it knows, and staff', async ({ path }) => {
    expect((await nobody.get(path, [['request.clientId', clientIds()[0] ?? '']])).status).toBe(401)
    const without = await staff.get(path)
    expect([without.status, codeOf(without)]).toEqual([400, 'MissingRequiredFields'])
    const unknown = await staff.get(path, [['request.clientId', '999999999']])
    expect([unknown.status, codeOf(unknown)]).toEqual([404, 'ClientNotFound'])
  })

  it('has today only unless it is told dates', async () => {
    const busy = truth('client_rewards').at(0)
    const id = String(busy?.['ClientId'])
    for (const [path, key] of [
      ['/client/clientrewards', 'Transactions'],
      ['/client/clientpurchases', 'Purchases'],
      ['/client/clientschedule', 'Visits'],
    ] as const) {
      const asked = [['request.clientId', id]] as const
      const wider = list(await staff.get(path, [...asked, ...wide]), key).length
      expect({ path, fewer: list(await staff.get(path, asked), key).length < wider }).toEqual({
        path,
        fewer: true,
      })
    }
  })

  it('shows queues and system logs only when asked', async () => {
    const queued = truth('client_schedule').find(({ WaitlistInfo }) => WaitlistInfo !== null)
    const schedule = await staff.get('/client/clientschedule', [
      ['request.clientId', String(queued?.['ClientId'])],
      ...wide,
      ['request.limit', '200'],
    ])
    expect(list(schedule, 'Visits').every(({ WaitlistInfo }) => WaitlistInfo === null)).toBe(true)
    const reminded = truth('contact_logs').find(({ Text }) => String(Text).startsWith('Appointment'))
    const logs = await staff.get('/client/contactlogs', [
      ['request.clientId', String(reminded?.['ClientId'])],
      ...wide,
    ])
    expect(list(logs, 'ContactLogs').map(({ Id }) => Id)).not.toContain(reminded?.['Id'])
  })

  it('has equal purchase lines, and a balance of points beside the rows', async () => {
    const purchases = truth('client_purchases')
    const plain = purchases.map((record) => textOf({ ...record, Ordinal: 0 }))
    expect(new Set(plain).size).toBeLessThan(plain.length)
    const member = truth('client_rewards').at(-1)
    const { body } = await staff.get('/client/clientrewards', [
      ['request.clientId', String(member?.['ClientId'])],
    ])
    const own = truth('client_rewards').filter(({ ClientId }) => ClientId === member?.['ClientId'])
    expect(at(body, 'Balance')).toBe(own.reduce((sum, { Points }) => sum + Number(Points), 0))
  })

  it('links a few persons over both sites, each way', () => {
    const links = (from: number, to: number) =>
      recordsOf(sandbox.business, 'cross_regional_client_associations', from).filter(
        ({ SiteId }) => SiteId === to,
      ).length
    expect(links(10_001, 10_002)).toBeGreaterThan(3)
    expect(links(10_002, 10_001)).toBe(links(10_001, 10_002))
  })

  it('answers all of a client at once', async () => {
    const member = truth('client_memberships_single').at(0)
    const id = String(member?.['ClientID'])
    const { body } = await staff.get('/client/clientcompleteinfo', [['request.clientId', id], ...wide])
    const whole = truth('client_complete_info').find(({ ClientId }) => ClientId === id) ?? {}
    expect(sorted([body as Body])).toEqual(sorted([whole], 'ClientId'))
    expect(list({ status: 200, body }, 'ClientMemberships').length).toBeGreaterThan(0)
    const today = await staff.get('/client/clientcompleteinfo', [['request.clientId', id]])
    expect(list(today, 'ClientServices')).toEqual([])
    const one = await staff.get('/client/clientcompleteinfo', [
      ['request.clientId', id],
      ['request.requiredClientData', 'Contracts'],
    ])
    expect(Object.keys(one.body as Body)).toEqual(['Client', 'ClientContracts'])
  })
})

describe('a stream read many clients at a time', () => {
  const idsOf = (ids: readonly string[]) => ids.map((id) => ['request.clientIds', id] as const)

  it('has memberships of 200 clients a call, and says of an unknown one that it is', async () => {
    const all: Body[] = []
    for (const ids of chunks(clientIds(), 200)) {
      all.push(...(await pageAll(staff, '/client/activeclientsmemberships', 'ClientMemberships', idsOf(ids))))
    }
    expect(sorted(all)).toEqual(sorted(truth('client_memberships')))
    const odd = await staff.get(
      '/client/activeclientsmemberships',
      idsOf(['nobody', ...clientIds().slice(0, 1)]),
    )
    expect(list(odd, 'ClientMemberships').map(({ ErrorMessage }) => ErrorMessage)).toEqual([
      'The client was not found.',
      null,
    ])
    const many = await staff.get('/client/activeclientsmemberships', idsOf(clientIds().slice(0, 201)))
    expect([many.status, codeOf(many)]).toEqual([400, 'InvalidParameter'])
    const comma = await staff.get(
      '/client/activeclientsmemberships',
      idsOf([clientIds().slice(0, 2).join(',')]),
    )
    expect(list(comma, 'ClientMemberships')).toHaveLength(1)
  })

  it('has balances of 20 clients a call, of today or of a day past', async () => {
    const all: Body[] = []
    for (const ids of chunks(clientIds(), 20)) {
      all.push(...(await pageAll(staff, '/client/clientaccountbalances', 'Clients', idsOf(ids))))
    }
    expect(sorted(all)).toEqual(sorted(truth('client_account_balances'), 'SnapshotDate'))
    const many = await staff.get('/client/clientaccountbalances', idsOf(clientIds().slice(0, 21)))
    expect(many.status).toBe(400)
    expect((await staff.get('/client/clientaccountbalances')).status).toBe(400)
  })

  it('works a past balance back from the sales since', async () => {
    const past = await startSandbox({ days: -20 })
    try {
      const rich = studio()
        .clients.filter(({ accountCents }) => accountCents > 0)
        .slice(0, 20)
      const then = new Map(
        past.business.studios[0]?.clients.map(({ id, accountCents }) => [id, accountCents / 100]),
      )
      const reply = await staff.get('/client/clientaccountbalances', [
        ...idsOf(rich.map(({ id }) => id)),
        ['request.balanceDate', '2026-06-11'],
      ])
      const was = list(reply, 'Clients').map(({ Id, AccountBalance }) => [Id, AccountBalance])
      expect(was.length).toBeGreaterThan(3)
      expect(was).toEqual(rich.map(({ id }) => [id, then.get(id)]))
    } finally {
      await past.close()
    }
  })
})

describe('waitlists', () => {
  const path = '/class/waitlistentries'
  const waiting = () => studio().classes.filter((occurrence) => waitingFor(occurrence).length > 0)

  it('hold whoever waits for the classes asked, as many as the classes say', async () => {
    const ids = waiting().map(({ id }) => ['request.classIds', String(id)] as const)
    expect(ids.length).toBeGreaterThan(20)
    const all = await pageAll(staff, path, 'WaitlistEntries', ids)
    expect(sorted(all)).toEqual(sorted(truth('waitlist_entries')))
    const counted = truth('classes').reduce(
      (sum, { TotalBookedWaitlist }) => sum + Number(TotalBookedWaitlist),
      0,
    )
    expect(all).toHaveLength(counted)
    expect(Object.keys(at(all[0], 'Client') as Body)).toContain('Email')
  })

  it('want staff and at least one id, and let class ids win over schedule ids', async () => {
    expect((await nobody.get(path, [['request.classIds', '1']])).status).toBe(401)
    expect((await staff.get(path)).status).toBe(400)
    const [first] = waiting()
    const both = await staff.get(path, [
      ['request.classIds', String(first?.id)],
      ['request.classScheduleIds', '-1'],
    ])
    expect(list(both, 'WaitlistEntries').length).toBeGreaterThan(0)
    const hidden = await staff.get(path, [
      ['request.classIds', String(first?.id)],
      ['request.hidePastEntries', 'true'],
    ])
    expect(list(hidden, 'WaitlistEntries')).toEqual([])
  })
})

describe('gift cards', () => {
  it('are asked by the code on the line that sold them, without a prefix', async () => {
    const balances: Body[] = []
    for (const sale of truth('sales')) {
      for (const { GiftCardBarcodeId: code } of sale['PurchasedItems'] as readonly Body[]) {
        if (typeof code !== 'string') continue
        balances.push((await staff.get('/sale/giftcardbalance', [['barcodeId', code]])).body as Body)
      }
    }
    expect(balances.length).toBeGreaterThan(20)
    expect(sorted(balances)).toEqual(sorted(truth('gift_card_balances')))
    expect((await staff.get('/sale/giftcardbalance', [['barcodeId', 'none']])).status).toBe(404)
  })
})

describe('from day to day', () => {
  it('queues, points, contacts and purchases change', async () => {
    const before = await startSandbox({ days: 2 })
    try {
      const streams = [
        'waitlist_entries',
        'client_rewards',
        'contact_logs',
        'client_purchases',
        'client_schedule',
      ]
      const count = (stream: string) => sorted(recordsOf(before.business, stream, siteId))
      const old = streams.map(count)
      before.advance(7)
      for (const [index, stream] of streams.entries()) expect(count(stream)).not.toEqual(old[index])
      const entries = recordsOf(before.business, 'waitlist_entries', siteId).length
      expect(entries).toBeGreaterThan(0)
    } finally {
      await before.close()
    }
  })
})
