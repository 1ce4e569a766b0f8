// The simulated API's manners, each as the real one has them.
import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { textOf } from '../../src/sandbox/answers.ts'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'

type Body = Readonly<Record<string, unknown>>
interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Body
}

let sandbox: Sandbox
let token = ''
let londonToken = ''

const call = async (
  path: string,
  headers: Readonly<Record<string, string>> = {},
  init: RequestInit = {},
): Promise<Reply> => {
  const response = await fetch(`${sandbox.url}${path}`, {
    ...init,
    headers: { 'API-Key': 'demo-key', SiteId: '10001', ...headers },
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  let body: Body = {}
  try {
    body = isJson ? (JSON.parse(text) as Body) : {}
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    body = { truncated: true }
  }
  return { status: response.status, headers: response.headers, text, body }
}

const asStaff = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> =>
  call(path, { Authorization: `Bearer ${token}`, ...headers })

const list = (reply: Reply, key: string): readonly Body[] => (reply.body[key] ?? []) as readonly Body[]
const head = (reply: Reply): Body => (reply.body['PaginationResponse'] ?? {}) as Body
const error = (reply: Reply): Body => (reply.body['Error'] ?? {}) as Body

const issue = (body: object, headers: Readonly<Record<string, string>> = {}): Promise<Reply> =>
  call('/usertoken/issue', headers, { method: 'POST', body: JSON.stringify(body) })

beforeAll(async () => {
  sandbox = await startSandbox()
  const reply = await issue({ Username: 'owner', Password: 'demo-password' })
  token = String(reply.body['AccessToken'])
  const london = await issue({ Username: 'owner', Password: 'demo-password' }, { SiteId: '10002' })
  londonToken = String(london.body['AccessToken'])
})
afterEach(() => sandbox.setFaults([]))
afterAll(() => sandbox.close())

describe('access', () => {
  it('issues a token that expires in UTC by the simulated clock, and refuses a wrong password', async () => {
    const reply = await issue({ Username: 'owner', Password: 'demo-password' })
    expect(reply.body).toMatchObject({ TokenType: 'Bearer', Expires: '2026-07-02T12:00:00Z' })
    expect(reply.headers.get('date')).toBe('Wed, 01 Jul 2026 12:00:00 GMT')
    expect((await issue({ Username: 'owner', Password: 'wrong' })).status).toBe(401)
    expect((await issue({ Username: 'owner' })).status).toBe(400)
  })

  it('answers 401 to a wrong key and to a wrong token, 403 to a site it does not know', async () => {
    const wrongKey = await call('/site/locations', { 'API-Key': 'nope' })
    expect([wrongKey.status, error(wrongKey)['Code']]).toEqual([401, 'DeniedAccess'])
    expect((await call('/site/locations', { Authorization: 'Bearer nope' })).status).toBe(401)
    const wrongSite = await call('/site/locations', { SiteId: '10003' })
    expect([wrongSite.status, error(wrongSite)['Message']]).toEqual([
      403,
      'You do not have access to siteId 10003',
    ])
  })

  it('takes the bare token too, but not at another site', async () => {
    expect((await call('/client/clients', { Authorization: token })).status).toBe(200)
    expect((await asStaff('/client/clients', { SiteId: '10002' })).status).toBe(401)
  })

  it('renews a token by a day, at most seven times, and forgets a revoked one', async () => {
    const fresh = String((await issue({ Username: 'owner', Password: 'demo-password' })).body['AccessToken'])
    const headers = { Authorization: `Bearer ${fresh}` }
    const expiries: unknown[] = []
    for (let nth = 0; nth < 8; nth += 1) {
      expiries.push((await call('/usertoken/renew', headers, { method: 'POST' })).body['Expires'])
    }
    expect(expiries.slice(0, 2)).toEqual(['2026-07-03T12:00:00Z', '2026-07-04T12:00:00Z'])
    expect(expiries[7]).toBeUndefined()
    expect((await call('/usertoken/revoke', headers, { method: 'DELETE' })).status).toBe(200)
    expect((await call('/site/locations', headers)).status).toBe(401)
  })

  it('hides much and says nothing without a staff token', async () => {
    expect(head(await call('/client/clients?request.includeInactive=true'))['TotalResults']).toBe(0)
    const window = 'request.startDateTime=2026-06-01&request.endDateTime=2026-06-30'
    const [seen, all] = [await call(`/class/classes?${window}`), await asStaff(`/class/classes?${window}`)]
    expect(list(seen, 'Classes')[0]).toMatchObject({ MaxCapacity: null, TotalBooked: null })
    expect(Number(head(seen)['TotalResults'])).toBeLessThan(Number(head(all)['TotalResults']))
    expect(list(await call('/staff/staff'), 'StaffMembers')[0]).toMatchObject({
      Email: null,
      ClassTeacher: null,
    })
    const services = list(await call('/sale/services?request.includeSaleInContractOnly=true'), 'Services')
    expect(services.length).toBeGreaterThan(0)
    expect(services.every(({ SellOnline }) => SellOnline === true)).toBe(true)
    for (const path of ['/sale/sales', '/sale/transactions', '/appointment/staffappointments']) {
      expect((await call(path)).status).toBe(401)
    }
  })
})

describe('queries', () => {
  it('binds names in any case with or without the prefix and ignores unknown ones', async () => {
    for (const name of ['request.limit', 'limit', 'Request.Limit', 'LIMIT']) {
      expect(head(await asStaff(`/client/clients?${name}=7`))['PageSize']).toBe(7)
    }
    const dates = (prefix: string): string =>
      `request.${prefix}StartDateTime=2026-01-01&request.${prefix}EndDateTime=2026-01-31`
    const total = async (query: string): Promise<unknown> =>
      head(await asStaff(`/sale/transactions?${query}`))['TotalResults']
    expect(await total(dates('transaction'))).toBeGreaterThan(100)
    expect(await total(dates(''))).toBe(await total(''))
    expect(await total('')).toBeLessThan(100)
  })

  it('pages by 100, cuts more than 200 to 200 and echoes it, keeps one order that helps nobody', async () => {
    expect(head(await asStaff('/client/clients'))).toMatchObject({
      RequestedLimit: 100,
      RequestedOffset: 0,
      PageSize: 100,
    })
    const capped = await asStaff('/client/clients?request.limit=1000&request.includeInactive=true')
    expect(head(capped)).toMatchObject({ RequestedLimit: 200, PageSize: 200 })
    expect(capped.text.startsWith('{"PaginationResponse"')).toBe(true)
    const names = list(capped, 'Clients').map(({ Id }) => String(Id))
    expect(names).not.toEqual(names.toSorted())
    const again = await asStaff('/client/clients?request.limit=200&request.includeInactive=true')
    expect(list(again, 'Clients').map(({ Id }) => String(Id))).toEqual(names)
  })

  it('pages through everything exactly once', async () => {
    const keys = new Set<unknown>()
    for (let offset = 0; offset < 400; offset += 60) {
      const reply = await asStaff(
        `/client/clients?request.includeInactive=true&request.limit=60&request.offset=${offset}`,
      )
      for (const { Id } of list(reply, 'Clients')) keys.add(Id)
    }
    expect(keys.size).toBe(recordsOf(sandbox.business, 'clients', 10_001).length)
  })

  it('finds nothing for a comma list', async () => {
    const reply = await asStaff('/client/clients?request.clientIDs=1201,1202&request.includeInactive=true')
    expect([reply.status, head(reply)['TotalResults']]).toEqual([200, 0])
  })

  it('refuses more than 20 client ids and a per-client call without a client', async () => {
    const ids = Array.from({ length: 21 }, (_, nth) => `request.clientIDs=${nth}`).join('&')
    expect(error(await asStaff(`/client/clients?${ids}`))).toMatchObject({
      Code: 'InvalidParameter',
      Message: 'ClientIds should not be more than 20.',
    })
    expect((await asStaff(`/client/clientservices?${ids}`)).status).toBe(400)
    expect(error(await asStaff('/client/clientvisits'))['Code']).toBe('MissingRequiredFields')
    expect(error(await asStaff('/sale/contracts'))['Code']).toBe('MissingRequiredFields')
  })

  it('gives the full site for one id and a limited one for none or several', async () => {
    const [one, none] = [await asStaff('/site/sites?request.siteIds=10001'), await asStaff('/site/sites')]
    expect(list(one, 'Sites')).toMatchObject([{ TimeZone: 'America/Los_Angeles', CurrencyIsoCode: 'USD' }])
    expect(list(none, 'Sites').map(({ TimeZone }) => TimeZone)).toEqual([undefined, undefined])
  })

  it('hides inactive clients, discontinued services and ended promo codes unless asked', async () => {
    const total = async (path: string): Promise<number> => Number(head(await asStaff(path))['TotalResults'])
    expect(await total('/client/clients')).toBeLessThan(
      await total('/client/clients?request.includeInactive=true'),
    )
    expect(await total('/sale/services?request.includeDiscontinued=true')).toBe(
      (await total('/sale/services')) + 1,
    )
    expect(await total('/site/promocodes')).toBe(1)
    expect(await total('/site/promocodes?request.activeOnly=false')).toBe(2)
  })
})

describe('time', () => {
  it('means today when no date is given', async () => {
    for (const [path, key, stream, field] of [
      ['/class/classes', 'Classes', 'classes', 'StartDateTime'],
      ['/sale/sales', 'Sales', 'sales', 'SaleDateTime'],
      ['/appointment/staffappointments', 'Appointments', 'appointments', 'StartDateTime'],
    ] as const) {
      const idsOf = (rows: readonly Body[]): readonly string[] => rows.map(({ Id }) => String(Id)).toSorted()
      const ofToday = recordsOf(sandbox.business, stream, 10_002).filter((row) =>
        String(row[field]).startsWith('2026-07-01'),
      )
      // Past noon in London: the day has sales and classes, and appointments on most days.
      if (stream !== 'appointments') expect(ofToday.length).toBeGreaterThan(0)
      const reply = await asStaff(path, { SiteId: '10002', Authorization: londonToken })
      expect(idsOf(list(reply, key))).toEqual(idsOf(ofToday))
    }
    const one = recordsOf(sandbox.business, 'client_services', 10_001)[0]
    expect(one?.['PaymentDate']).not.toBe('2026-07-01T00:00:00')
    const services = await asStaff(`/client/clientservices?request.clientId=${String(one?.['ClientID'])}`)
    expect(list(services, 'ClientServices').map(({ Id }) => Id)).not.toContain(one?.['Id'])
  })

  it('reads request times as the wall clock of the site and drops their zone', async () => {
    const ask = (suffix: string): Promise<Reply> =>
      asStaff(
        `/sale/sales?request.startSaleDateTime=${encodeURIComponent(`2026-05-01T00:00:00${suffix}`)}&request.endSaleDateTime=${encodeURIComponent(`2026-05-02T23:59:59${suffix}`)}&limit=200`,
      )
    const naive = await ask('')
    for (const suffix of ['Z', '-07:00', '+05:30', '.123Z']) expect((await ask(suffix)).text).toBe(naive.text)
    const days = new Set(list(naive, 'Sales').map(({ SaleDateTime }) => String(SaleDateTime).slice(0, 10)))
    expect([...days].toSorted()).toEqual(['2026-05-01', '2026-05-02'])
  })

  it('writes modified times in true UTC with odd fractions, class times naive, sale times with a false Z', async () => {
    const stamps = list(await asStaff('/client/clients?limit=200'), 'Clients').map(
      ({ LastModifiedDateTime }) => String(LastModifiedDateTime),
    )
    for (const stamp of stamps) expect(stamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
    expect(stamps.some((stamp) => stamp.includes('.'))).toBe(true)
    const [one] = list(await asStaff('/class/classes'), 'Classes')
    expect(one?.['StartDateTime']).toMatch(/T\d\d:\d\d:\d\d$/)
    const [sale] = list(
      await asStaff('/sale/sales?startSaleDateTime=2026-06-01&endSaleDateTime=2026-06-30'),
      'Sales',
    )
    expect(sale?.['SaleDate']).toMatch(/T00:00:00Z$/)
    expect(sale?.['SaleDateTime']).toBe(
      `${String(sale?.['SaleDate']).slice(0, 10)}T${String(sale?.['SaleTime'])}Z`,
    )
  })

  it('finds clients modified since, the boundary included', async () => {
    const stamps = recordsOf(sandbox.business, 'clients', 10_001).map((record) =>
      String(record['LastModifiedDateTime']),
    )
    const newest = stamps.toSorted().at(-1) ?? ''
    const reply = await asStaff(
      `/client/clients?includeInactive=true&lastModifiedDate=${newest.slice(0, 19)}`,
    )
    expect(list(reply, 'Clients').map(({ LastModifiedDateTime }) => LastModifiedDateTime)).toContain(newest)
  })
})

describe('records', () => {
  it('sends ids beyond 2^53 as plain numerals', async () => {
    const reply = await asStaff(
      '/client/clients?request.uniqueIds=9007199254740993&request.includeInactive=true',
    )
    expect(reply.text).toContain('"UniqueId":9007199254740993,')
  })

  it('answers everybody for a client that does not resolve', async () => {
    const dates = 'request.startDate=2000-01-01&request.endDate=2026-12-31'
    const stranger = await asStaff(`/client/clientservices?request.clientIds=nobody&${dates}`)
    expect(head(stranger)['TotalResults']).toBe(recordsOf(sandbox.business, 'client_services', 10_001).length)
  })

  it('puts the roster in its class, unpaged, with absent keys where nothing pays', async () => {
    const unpaid = recordsOf(sandbox.business, 'class_visits', 10_001).find(
      (visit) => !('ServiceId' in visit),
    )
    const reply = await asStaff(`/class/classvisits?request.classID=${String(unpaid?.['ClassId'])}`)
    expect(reply.body['PaginationResponse']).toBeUndefined()
    const { Visits } = reply.body['Class'] as { Visits: readonly Body[] }
    const row = Visits.find(({ Id }) => Id === unpaid?.['Id'])
    expect(row).toBeDefined()
    expect(Object.keys(row ?? {})).not.toContain('ProductId')
    expect(row?.['AppointmentStatus']).toBe('NoShow')
  })

  it('keeps the system client and the online store out of their lists', async () => {
    const clients = recordsOf(sandbox.business, 'clients', 10_001).map(({ Id }) => Id)
    const sales = recordsOf(sandbox.business, 'sales', 10_001)
    expect(clients).not.toContain('1')
    expect(sales.some(({ ClientId }) => ClientId === '1')).toBe(true)
    expect(sales.some(({ LocationId }) => LocationId === 98)).toBe(true)
    expect(list(await asStaff('/site/locations'), 'Locations').map(({ Id }) => Id)).toEqual([1, 2])
  })

  it('zips when asked to', async () => {
    const zipped = await asStaff('/client/clients', { 'Accept-Encoding': 'gzip' })
    expect(zipped.headers.get('content-encoding')).toBe('gzip')
    const plain = await asStaff('/client/clients', { 'Accept-Encoding': 'identity' })
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(plain.text).toBe(zipped.text)
  })
})

describe('callers without manners', () => {
  const send = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const { port } = new URL(sandbox.url)
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(text))
      let heard = ''
      socket.on('data', (bytes) => {
        heard += bytes.toString()
        socket.end()
      })
      socket.on('close', () => resolve(heard))
      socket.on('error', reject)
      setTimeout(() => socket.destroy(), 300)
    })

  it('who hangs up in the middle of a body, or asks for nonsense, does not end the server', async () => {
    const head = 'POST /public/v6/usertoken/issue HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{'
    expect(await send(head)).toBe('')
    for (const path of ['//', '//x:99999/', '/%zz', '*', 'http://elsewhere/']) {
      expect(await send(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)).toMatch(/^HTTP\/1.1 404/)
    }
    expect((await asStaff('/site/locations')).status).toBe(200)
  })
})

describe('faults', () => {
  it('strike the next calls of a path and then stop', async () => {
    sandbox.setFaults([{ name: 'rate_limited', path: '/sale', times: 2, retryAfterSeconds: 3 }])
    expect((await asStaff('/site/locations')).status).toBe(200)
    const limited = await asStaff('/sale/products')
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '3'])
    expect((await asStaff('/sale/products')).status).toBe(429)
    expect((await asStaff('/sale/products')).status).toBe(200)
  })

  it('come in all the forms seen', async () => {
    const strike = async (
      name: Parameters<Sandbox['setFaults']>[0][number]['name'],
      path = '/client/clients',
    ) => {
      sandbox.setFaults([{ name, delayMs: 20 }])
      return asStaff(path)
    }
    expect((await strike('server_error')).text).toContain('<html>')
    expect((await strike('unavailable')).status).toBe(503)
    expect((await strike('token_expired')).status).toBe(401)
    expect((await strike('not_activated')).status).toBe(403)
    expect((await strike('truncated')).body['truncated']).toBe(true)
    expect(error(await strike('error_with_200'))['Code']).toBe('InternalError')
    expect((await strike('slow')).status).toBe(200)
    await expect(strike('reset')).rejects.toThrow('fetch failed')
    const empty = await strike('empty_lists')
    expect([empty.status, head(empty)['TotalResults'], list(empty, 'Clients')]).toEqual([200, 0, []])
    const roster = await strike('empty_lists', '/class/classvisits?request.classID=95010')
    expect((roster.body['Class'] as { Visits: unknown }).Visits).toEqual([])
  })
})

describe('the passing of days', () => {
  it('moves the clock, ends tokens, and changes some of the past', async () => {
    const own = await startSandbox()
    const before = new Map(
      recordsOf(own.business, 'sales', 10_001).map((record) => [record['Id'], textOf(record)]),
    )
    const first = await fetch(`${own.url}/usertoken/issue`, {
      method: 'POST',
      headers: { 'Api-Key': 'demo-key', SiteId: '10001' },
      body: JSON.stringify({ Username: 'owner', Password: 'demo-password' }),
    })
    const { AccessToken } = (await first.json()) as { AccessToken: string }
    own.advance(30)
    const late = await fetch(`${own.url}/sale/sales`, {
      headers: { 'Api-Key': 'demo-key', SiteId: '10001', Authorization: AccessToken },
    })
    expect([late.status, late.headers.get('date')]).toEqual([401, 'Fri, 31 Jul 2026 12:00:00 GMT'])
    const after = recordsOf(own.business, 'sales', 10_001)
    const changed = after.filter(
      (record) => before.has(record['Id']) && before.get(record['Id']) !== textOf(record),
    )
    expect(changed.length).toBeGreaterThan(0)
    expect(after.length).toBeGreaterThan(before.size + 100)
    await own.close()
  })

  it('keeps a log of calls without secrets', () => {
    expect(sandbox.calls.length).toBeGreaterThan(50)
    expect(sandbox.calls[0]).toMatchObject({
      method: 'POST',
      path: '/usertoken/issue',
      siteId: '10001',
      status: 200,
    })
    expect(JSON.stringify(sandbox.calls)).not.toContain('demo-password')
  })
})
