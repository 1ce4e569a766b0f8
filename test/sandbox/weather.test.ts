// Faults and quirks of the simulated API itself: they strike what they should, and say what they should.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'

interface Page {
  readonly PaginationResponse: {
    readonly PageSize: number
    readonly TotalResults: number
    readonly RequestedOffset: number
  }
  readonly Programs: readonly { readonly Id: number }[]
}

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ quirks: ['error-texts-change'] })
})
afterEach(() => {
  sandbox.setFaults([])
  sandbox.setQuirks([])
})
afterAll(() => sandbox.close())

const ask = (path: string, site = '10001'): Promise<Response> =>
  fetch(`${sandbox.url}${path}`, { headers: { 'Api-Key': 'demo-key', SiteId: site } })

const pageOf = async (path: string): Promise<Page> => (await (await ask(path)).json()) as Page

test('a quirk is on from the start, counts the answers it changed, and can be switched off', async () => {
  const refused = await ask('/site/programs', '777')
  expect(await refused.text()).toContain('Booking method')
  expect((await ask('/site/programs')).status).toBe(200)
  expect(sandbox.quirksMet('error-texts-change')).toBe(1)
  sandbox.setQuirks([])
  expect(await (await ask('/site/programs', '777')).text()).not.toContain('Booking method')
  expect(sandbox.quirksMet('error-texts-change')).toBe(0)
})

test('a table in no order still has all its rows, under the head that was asked for', async () => {
  const calm = await pageOf('/site/programs?request.limit=200')
  sandbox.setFaults([{ name: 'order_unstable', times: Infinity }])
  for (const nth of [1, 2, 3]) {
    const page = await pageOf('/site/programs?request.limit=200')
    expect(page.PaginationResponse, `call ${nth}`).toEqual(calm.PaginationResponse)
    const ids = (of: Page): readonly number[] =>
      of.Programs.map(({ Id }) => Id).toSorted((one, other) => one - other)
    expect(ids(page)).toEqual(ids(calm))
  }
})

test('the first page again says that it is the page asked for', async () => {
  const first = await pageOf('/site/programs?request.limit=2')
  sandbox.setFaults([{ name: 'page_repeated' }])
  const again = await pageOf('/site/programs?request.limit=2&request.offset=2')
  expect(again.Programs).toEqual(first.Programs)
  expect(again.PaginationResponse.RequestedOffset).toBe(2)
})

test('a revoked token opens nothing, but a new one may be asked for', async () => {
  sandbox.setFaults([{ name: 'token_revoked', times: Infinity }])
  expect((await ask('/site/programs')).status).toBe(401)
  const issued = await fetch(`${sandbox.url}/usertoken/issue`, {
    method: 'POST',
    headers: { 'Api-Key': 'demo-key', SiteId: '10001' },
    body: JSON.stringify({ Username: 'owner', Password: 'demo-password' }),
  })
  expect(issued.status).toBe(200)
})

test.each([
  ['clock_ahead', 'Wed, 01 Jul 2026 14:00:00 GMT'],
  ['clock_behind', 'Wed, 01 Jul 2026 10:00:00 GMT'],
  ['no_date', null],
] as const)('%s', async (name, date) => {
  sandbox.setFaults([{ name }])
  expect((await ask('/site/programs')).headers.get('date')).toBe(date)
})

test('numbers of many digits go out as numerals', async () => {
  sandbox.setFaults([{ name: 'long_id' }])
  expect(await (await ask('/site/programs')).text()).toContain('"GlobalId":9007199254740995')
})
