// What a user told about a report's headers: kept, laid over the shipped profile, and refused by key where it is broken.
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { forgetOwnProfile, ownProfilePath, writeOwnProfile } from '../../src/reconcile/own-profile.ts'
import { profileFor } from '../../src/reconcile/profile-for.ts'

let home: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'profiles-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

const none = { headers: {}, caps: [], dateOrders: {} }
const headersOf = async (report: string, field: string): Promise<readonly string[] | undefined> =>
  (await profileFor(home, report)).profile.columns.find((column) => column.field === field)?.headers

describe('profileFor', () => {
  it('is the shipped one where nothing was told', async () => {
    expect((await profileFor(home, 'sales')).origin).toBe('confirmed')
    expect((await profileFor(home, 'gift-cards')).origin).toBe('unconfirmed')
  })

  it('takes a told header for its field alone, and says that it was told', async () => {
    await writeOwnProfile(home, 'sales-by-category', { ...none, headers: { subtotal: 'Total ' } })
    expect((await profileFor(home, 'sales-by-category')).origin).toBe('mapped')
    expect(await headersOf('sales-by-category', 'subtotal')).toEqual(['total'])
    expect(await headersOf('sales-by-category', 'total')).toEqual([])
  })

  it('adds caps and orders of dates, which make no mapping of headers', async () => {
    const path = await writeOwnProfile(home, 'sales', { ...none, caps: [500], dateOrders: { date: 'dmy' } })
    const { profile, origin } = await profileFor(home, 'sales')
    expect({ origin, caps: profile.caps }).toEqual({ origin: 'confirmed', caps: [500] })
    expect(profile.columns[0]).toMatchObject({ field: 'date', dateOrder: 'dmy' })
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      headers: {},
      caps: [500],
      date_orders: { date: 'dmy' },
    })
  })

  it('refuses one header for two fields, and a needed field left without one', async () => {
    await writeOwnProfile(home, 'members', { ...none, headers: { clientId: 'ID', status: 'id' } })
    await expect(profileFor(home, 'members')).rejects.toThrow('both clientId and status')
    await writeOwnProfile(home, 'sales', { ...none, headers: { item: 'Sale ID' } })
    await expect(profileFor(home, 'sales')).rejects.toThrow('so saleId has none')
  })

  it('forgets', async () => {
    await writeOwnProfile(home, 'sales', none)
    expect(await forgetOwnProfile(home, 'sales')).toBe(true)
    expect(await forgetOwnProfile(home, 'sales')).toBe(false)
  })
})

it.each([
  ['{', 'it is no JSON'],
  ['[]', 'it is no JSON object'],
  ['{"header":{}}', 'header is no key of it'],
  ['{"headers":[]}', 'headers is no object'],
  ['{"headers":{"itm":"Item"}}', 'headers.itm is no field of the Sales report'],
  ['{"headers":{"item":""}}', 'headers.item is no header text'],
  ['{"caps":5}', 'caps is no list'],
  ['{"caps":[1.5]}', 'caps holds something that is no whole number of rows'],
  ['{"date_orders":{"item":"dmy"}}', 'date_orders.item is no date of the Sales report'],
  ['{"date_orders":{"date":"ymd"}}', 'date_orders.date is neither mdy nor dmy'],
])('%s is refused: %s', async (text, why) => {
  await mkdir(join(home, 'profiles'))
  const path = ownProfilePath(home, 'sales')
  await writeFile(path, text)
  await expect(profileFor(home, 'sales')).rejects.toThrow(
    expect.objectContaining({
      code: 'REPORT_PROFILE',
      what: expect.stringContaining(`${path} cannot be used: ${why}`),
    }),
  )
})
