// What is asked client by client at the simulated API: shapes, defaults, refusals, and the whole of each list by its truth.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { textOf } from '../../src/sandbox/answers.ts'
import { createBusiness, type Business } from '../../src/sandbox/business.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'
import { at, pageAll, type Body } from './asking.ts'
import { cardOf, expectShape } from './cards.ts'
import { chunks, codeOf, listOf, openSite, siteId, sorted, wide, type OpenSite } from './open-site.ts'

let site: OpenSite
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.sandbox.close())

const clientIds = (): readonly string[] => site.studio().clients.map(({ id }) => id)

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
    added: ['RecordSiteId', 'AskedClientId'],
  },
] as const

describe('a stream read client by client', () => {
  it.each(perClient)('$stream adds up to its truth', async ({ stream, path, rows, added }) => {
    const all: Body[] = []
    for (const some of chunks(clientIds(), 16)) {
      const answers = await Promise.all(
        some.map((id) =>
          pageAll(site.staff, path, rows, [
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
    expect(sorted(all)).toEqual(sorted(site.truth(stream), ...added))
  })

  it.each(perClient)('$stream fits its card', ({ stream }) => {
    // The other site: it has no number beyond a double. SiteId is the source's own column.
    const records = recordsOf(site.sandbox.business, stream, 10_002).map(({ SiteId: _, ...record }) => record)
    expectShape(cardOf(stream), records.slice(0, 300))
  })

  it.each(perClient)('$stream wants a client it knows, and staff', async ({ path }) => {
    expect((await site.nobody.get(path, [['request.clientId', clientIds()[0] ?? '']])).status).toBe(401)
    const without = await site.staff.get(path)
    expect([without.status, codeOf(without)]).toEqual([400, 'MissingRequiredFields'])
    const unknown = await site.staff.get(path, [['request.clientId', '999999999']])
    expect([unknown.status, codeOf(unknown)]).toEqual([404, 'ClientNotFound'])
  })

  it('has today only unless it is told dates', async () => {
    const busy = site.truth('client_rewards').at(0)
    const id = String(busy?.['ClientId'])
    for (const [path, key] of [
      ['/client/clientrewards', 'Transactions'],
      ['/client/clientpurchases', 'Purchases'],
      ['/client/clientschedule', 'Visits'],
    ] as const) {
      const asked = [['request.clientId', id]] as const
      const wider = listOf(await site.staff.get(path, [...asked, ...wide]), key).length
      expect({ path, fewer: listOf(await site.staff.get(path, asked), key).length < wider }).toEqual({
        path,
        fewer: true,
      })
    }
  })

  it('shows queues and system logs only when asked', async () => {
    const queued = site.truth('client_schedule').find(({ WaitlistInfo }) => WaitlistInfo !== null)
    const schedule = await site.staff.get('/client/clientschedule', [
      ['request.clientId', String(queued?.['ClientId'])],
      ...wide,
      ['request.limit', '200'],
    ])
    expect(listOf(schedule, 'Visits').every(({ WaitlistInfo }) => WaitlistInfo === null)).toBe(true)
    const reminded = site.truth('contact_logs').find(({ Text }) => String(Text).startsWith('Appointment'))
    const logs = await site.staff.get('/client/contactlogs', [
      ['request.clientId', String(reminded?.['ClientId'])],
      ...wide,
    ])
    expect(listOf(logs, 'ContactLogs').map(({ Id }) => Id)).not.toContain(reminded?.['Id'])
  })

  it('has equal purchase lines, and a balance of points beside the rows', async () => {
    const purchases = site.truth('client_purchases')
    const plain = purchases.map((record) => textOf({ ...record, Ordinal: 0 }))
    expect(new Set(plain).size).toBeLessThan(plain.length)
    const member = site.truth('client_rewards').at(-1)
    const { body } = await site.staff.get('/client/clientrewards', [
      ['request.clientId', String(member?.['ClientId'])],
    ])
    const own = site.truth('client_rewards').filter(({ ClientId }) => ClientId === member?.['ClientId'])
    expect(at(body, 'Balance')).toBe(own.reduce((sum, { Points }) => sum + Number(Points), 0))
  })

  it('links a few persons over both sites, each way', () => {
    const links = (from: number, to: number) =>
      recordsOf(site.sandbox.business, 'cross_regional_client_associations', from).filter(
        ({ SiteId }) => SiteId === to,
      ).length
    expect(links(10_001, 10_002)).toBeGreaterThan(3)
    expect(links(10_002, 10_001)).toBe(links(10_001, 10_002))
  })

  it('answers all of a client at once', async () => {
    const member = site.truth('client_memberships_single').at(0)
    const id = String(member?.['ClientID'])
    const { body } = await site.staff.get('/client/clientcompleteinfo', [['request.clientId', id], ...wide])
    const whole = site.truth('client_complete_info').find(({ ClientId }) => ClientId === id) ?? {}
    expect(sorted([body as Body])).toEqual(sorted([whole], 'ClientId'))
    expect(listOf({ status: 200, body }, 'ClientMemberships').length).toBeGreaterThan(0)
    const today = await site.staff.get('/client/clientcompleteinfo', [['request.clientId', id]])
    expect(listOf(today, 'ClientServices')).toEqual([])
    const one = await site.staff.get('/client/clientcompleteinfo', [
      ['request.clientId', id],
      ['request.requiredClientData', 'Contracts'],
    ])
    expect(Object.keys(one.body as Body)).toEqual(['Client', 'ClientContracts'])
  })
})

describe('from day to day', () => {
  let later: Business
  beforeAll(() => {
    later = createBusiness({ days: 4 })
  })

  it.each(['waitlist_entries', 'client_rewards', 'contact_logs', 'client_purchases', 'client_schedule'])(
    '%s change',
    (stream) => {
      const keys = (records: readonly Body[]): readonly string[] =>
        records.map((record) => JSON.stringify(cardOf(stream).key.map((name) => record[name])))
      const [old, now] = [keys(site.truth(stream)), keys(recordsOf(later, stream, siteId))]
      expect(now).not.toEqual(old)
    },
  )
})
