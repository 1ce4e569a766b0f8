// How a report was run: who is believed first, what is found or asked, and what is refused instead of assumed.
import { describe, expect, it, test } from 'vitest'
import { exportedAtUtc } from '../../src/reconcile/exported-at.ts'
import type { Given, Told } from '../../src/reconcile/given.ts'
import type { ToldByFile } from '../../src/reports/told.ts'
import { profileNamed } from '../../src/reconcile/profiles.ts'
import { askBasis, settle } from '../../src/reconcile/settle.ts'
import type { ToSettle } from '../../src/reconcile/settle-period.ts'

const flag = <T>(value: T): Told<T> => ({ value, source: 'flag' })
const june: Given = { from: flag('2026-06-01'), to: flag('2026-06-30') }

const input = (
  report: string,
  given: Given,
  told: ToldByFile = {},
  ask?: ToSettle['ask'],
): Parameters<typeof settle>[0] => ({
  profile: profileNamed(report),
  given,
  told,
  siteId: 1,
  zone: 'America/Los_Angeles',
  ask,
})

/** Setting to "value (source)". */
const settled = async (...args: Parameters<typeof input>): Promise<Readonly<Record<string, string>>> => {
  const { settings } = await settle(input(...args))
  return Object.fromEntries(settings.map(({ name, value, source }) => [name, `${value} (${source})`]))
}

describe('settle', () => {
  it('takes flags, and says what nobody told', async () => {
    expect(await settled('sales', { ...june, basis: flag('cash') })).toEqual({
      site: '1 (flag)',
      dates: '2026-06-01 to 2026-06-30 (flag)',
      basis: 'cash (flag)',
      locations: 'all (report)',
      returns: 'include (report)',
    })
  })

  it('believes title rows before the days of the rows', async () => {
    const told: ToldByFile = {
      basis: 'accrual',
      from: '2026-06-01',
      to: '2026-06-30',
      firstDate: '2026-06-02',
      lastDate: '2026-06-29',
      locations: ['Downtown'],
    }
    expect(await settled('sales', {}, told)).toMatchObject({
      dates: '2026-06-01 to 2026-06-30 (file)',
      basis: 'accrual (file)',
      locations: 'Downtown (file)',
    })
    expect(await settled('sales', {}, { firstDate: '2026-06-02', lastDate: '2026-06-29' })).toMatchObject({
      dates: '2026-06-02 to 2026-06-29 (found)',
    })
  })

  it('lets flags win over a title, and says that it reads otherwise', async () => {
    expect(await settled('sales', june, { from: '2026-06-01', to: '2026-07-01' })).toMatchObject({
      dates: "2026-06-01 to 2026-06-30 (the file's title says 2026-06-01 to 2026-07-01) (flag)",
    })
  })

  it('gives a report of a state one day: told, or that of its export', async () => {
    expect(await settled('account-balances', { to: flag('2026-06-30') })).toMatchObject({
      dates: '2026-06-30 (flag)',
    })
    const exportedAt = flag('2026-07-01T05:00:00Z')
    expect(await settled('account-balances', { exportedAt })).toMatchObject({
      dates: '2026-06-30 (flag)',
      exported_at: '2026-07-01T05:00:00.000Z (flag)',
    })
  })

  it('asks a person for days that nothing tells', async () => {
    const answers = ['2026-06-01', '2026-06-30']
    const ask = (): Promise<string> => Promise.resolve(answers.shift() ?? '')
    expect(await settled('daily-closeout', {}, {}, ask)).toMatchObject({
      dates: '2026-06-01 to 2026-06-30 (asked)',
    })
  })

  it.each<readonly [string, string, Given, ToldByFile, string]>([
    [
      'a period that nothing tells',
      'daily-closeout',
      {},
      {},
      'does not tell the period of this Daily Closeout',
    ],
    ['a day that nothing tells', 'members', {}, {}, 'does not tell the day of this Members'],
    [
      'a period swapped',
      'sales',
      { from: flag('2026-06-30'), to: flag('2026-06-01') },
      {},
      'ends before it begins',
    ],
    ['a basis where there is none', 'gift-cards', { ...june, basis: flag('cash') }, {}, 'no choice of basis'],
    [
      'returns where there are none',
      'gift-cards',
      { ...june, returns: flag('exclude') },
      {},
      'no choice of returns',
    ],
    ['locations where there are none', 'members', { locations: flag(['A']) }, {}, 'no choice of locations'],
    [
      'a basis against the file',
      'sales',
      { ...june, basis: flag('accrual') },
      { basis: 'cash' },
      'run on cash basis',
    ],
  ])('refuses %s', async (_, report, given, told, what) => {
    await expect(settle(input(report, given, told))).rejects.toThrow(
      expect.objectContaining({ code: 'REPORT_SETTINGS', what: expect.stringContaining(what) }),
    )
  })
})

test.each([
  ['2026-07-01T09:30', '2026-07-01T16:30:00.000Z'],
  ['2026-07-01 09:30:15', '2026-07-01T16:30:15.000Z'],
  ['2026-07-01T09:30:00Z', '2026-07-01T09:30:00.000Z'],
  ['2026-07-01T09:30Z', '2026-07-01T09:30:00.000Z'],
  ['2026-07-01', '2026-07-02T06:59:59.000Z'],
])('exported at %s is %s', (text, utc) => {
  expect(exportedAtUtc(text, 'America/Los_Angeles').toISOString()).toBe(utc)
})

test.each(['yesterday', '2026-02-30', '2026-07-01T25:00', '01/07/2026', '2026-07-01T09:30+02:00'])(
  'exported at %s is refused',
  (text) => {
    expect(() => exportedAtUtc(text, 'America/Los_Angeles')).toThrow(`--exported-at ${text} is no time.`)
  },
)

test('a basis nothing tells is asked for by its first letters, and never assumed', async () => {
  const profile = profileNamed('sales')
  expect(await askBasis(profile, () => Promise.resolve('c'))).toEqual({ value: 'cash', source: 'asked' })
  for (const ask of [undefined, () => Promise.resolve('')])
    await expect(askBasis(profile, ask)).rejects.toThrow('cannot be told from its rows')
})
