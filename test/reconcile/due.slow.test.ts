// A parallel run worked off: files by day, a gap caught up, a corrected file, and files that cannot be compared.
import { mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openControl } from '../../src/control/database.ts'
import type { Control } from '../../src/control/database.ts'
import { reconciliationsOf } from '../../src/control/reconciliations.ts'
import { daysOf, writeSchedule } from '../../src/control/schedules.ts'
import { silentLog } from '../../src/core/log.ts'
import { Duck } from '../../src/lakehouse/duck.ts'
import { boardOf } from '../../src/reconcile/board.ts'
import { certificatesOf, certify } from '../../src/reconcile/certificate.ts'
import { workOff } from '../../src/reconcile/due.ts'
import { makeHome, salesCsv, salesHeader } from './marts-fixture.ts'

let place: Awaited<ReturnType<typeof makeHome>>
let control: Control
let folder: string

const schedule = () => ({
  report: 'sales',
  site_id: 1,
  folder,
  day_from: '2026-06-01',
  days: 4,
  pass_days: 3,
  max_classed: null,
  settings: JSON.stringify({ basis: { value: 'accrual', source: 'flag' } }),
  created_at: '2026-06-01T00:00:00.000Z',
})

const day = (nth: number): string => `2026-06-0${nth}`

const drop = (nth: number, paid = '20.00', name = `sales-${day(nth)}.csv`): Promise<void> =>
  writeFile(join(folder, name), salesCsv([{ sale: nth, date: `6/${nth}/2026`, paid }], paid))

/** The marts as they were read at that moment. */
const readAt = async (at: string): Promise<void> => {
  await using duck = await Duck.open(place.marts)
  await duck.run(
    `create or replace table mart_freshness as select 'rec_sales_line' as mart, timestamp '${at}' as last_synced_at`,
  )
}

beforeEach(async () => {
  place = await makeHome({
    sales: [1, 2, 3, 4].map((nth) => ({ sale: nth, at: `${day(nth)} 10:00:00`, paid: '20.00' })),
  })
  folder = join(place.home, 'exports')
  await mkdir(folder)
  control = await openControl(join(place.home, 'control.db'))
  await writeSchedule(control, schedule())
  await readAt('2026-06-20 00:00:00')
})
afterEach(async () => {
  await control.close()
  await place.remove()
})

const work = async (now: string, again = false) => {
  const input = { control, home: place.home, marts: place.marts, log: silentLog(), now: new Date(now), again }
  const { compared, left } = await workOff(input, schedule())
  const board = boardOf(schedule(), await daysOf(control, schedule()), now.slice(0, 10))
  return { compared: compared.map((row) => row.day), left, board, input }
}

describe('due reconciliations', () => {
  test('each file once, a gap of days caught up', async () => {
    await drop(1)
    expect((await work('2026-06-02T12:00:00Z')).compared).toEqual([day(1)])
    expect((await work('2026-06-03T12:00:00Z')).compared).toEqual([])
    await drop(2)
    await drop(3)
    const { compared, board } = await work('2026-06-06T12:00:00Z')
    expect(compared).toEqual([day(2), day(3)])
    expect(board.days.map(({ state }) => state)).toEqual(['passed', 'passed', 'passed', 'missing'])
  })

  test('a corrected file of the same day counts in its place', async () => {
    await drop(1, '21.37')
    expect((await work('2026-06-02T12:00:00Z')).board.days[0]).toMatchObject({ state: 'failed' })
    await drop(1, '20.00', `sales-${day(1)}-corrected.csv`)
    const { board } = await work('2026-06-02T13:00:00Z')
    expect(board.days[0]).toMatchObject({ state: 'passed', superseded: 1, variance: '0.00' })
  })

  test('all are compared again when asked to: what the marts lacked has been read since', async () => {
    await using duck = await Duck.open(place.marts)
    await duck.run('create table kept as from rec_sales_line; delete from rec_sales_line where sale_id = 2')
    duck.close()
    await drop(1)
    await drop(2)
    expect((await work('2026-06-20T12:00:00Z')).board.days[1]).toMatchObject({ variance: '20.00' })
    await using mended = await Duck.open(place.marts)
    await mended.run('drop table rec_sales_line; alter table kept rename to rec_sales_line')
    mended.close()
    expect((await work('2026-06-20T13:00:00Z')).compared).toEqual([])
    const { compared, board } = await work('2026-06-20T14:00:00Z', true)
    expect(compared).toEqual([day(1), day(2)])
    expect(board.days[1]).toMatchObject({ state: 'passed', variance: '0.00', superseded: 0 })
  })

  test('quiet days, whose files are the same bytes, are each compared', async () => {
    await using duck = await Duck.open(place.marts)
    await duck.run('delete from rec_sales_line where sale_id in (2, 3)')
    duck.close()
    for (const nth of [1, 2, 3]) await writeFile(join(folder, `sales-${day(nth)}.csv`), salesHeader)
    const { compared, left, board } = await work('2026-06-20T12:00:00Z')
    expect(left).toEqual([])
    expect(compared).toEqual([day(1), day(2), day(3)])
    expect(board.days.map(({ variance }) => variance)).toEqual(['-20.00', '0.00', '0.00', null])
    expect((await work('2026-06-20T13:00:00Z')).compared).toEqual([])
  })

  test('of two files of a day that come at once, the one written last counts, whatever its name', async () => {
    for (const [name, paid, hour] of [
      ['sales-2026-06-01.csv', '20.00', '10'],
      ['sales-2026-06-01-first-try.csv', '21.37', '09'],
      ['sales-2026-06-01-a.csv', '21.38', '08'],
    ] as const) {
      await drop(1, paid, name)
      const at = new Date(`2026-06-02T${hour}:00:00Z`)
      await utimes(join(folder, name), at, at)
    }
    const { board } = await work('2026-06-02T12:00:00Z')
    expect(board.days[0]).toMatchObject({ state: 'passed', superseded: 2 })
    const scope = { report: 'sales', siteId: 1, from: day(1), to: day(1) }
    expect((await reconciliationsOf(control, scope)).map((row) => row.native_total)).toEqual([
      '20.00',
      '21.37',
      '21.38',
    ])
  })

  test('a file that cannot be opened is left with its reason', async () => {
    await symlink(join(folder, 'gone.csv'), join(folder, `sales-${day(1)}.csv`))
    await drop(2)
    const { compared, left } = await work('2026-06-06T12:00:00Z')
    expect(compared).toEqual([day(2)])
    expect(left).toMatchObject([{ why: expect.stringContaining('cannot be read'), isWaiting: false }])
  })

  test('the day is told by the file where its name tells none', async () => {
    await drop(2, '20.00', 'Sales.csv')
    expect((await work('2026-06-05T12:00:00Z')).compared).toEqual([day(2)])
  })

  test('what cannot be compared is left with its reason, and stops nothing', async () => {
    await writeFile(join(folder, `a-${day(1)}.csv`), 'no,report\n1,2\n')
    await drop(9, '20.00', 'sales-2026-07-01.csv')
    await drop(2)
    const { compared, left } = await work('2026-06-20T12:00:00Z')
    expect(compared).toEqual([day(2)])
    expect(left.map(({ why, isWaiting }) => [why, isWaiting])).toEqual([
      [expect.stringContaining('has no column'), false],
      [expect.stringContaining('not in 2026-06-01 to 2026-06-04'), false],
    ])
  })

  test('a file waits until the marts were read after the end of its day, by the clock of the site', async () => {
    await drop(1)
    // 06:59Z is one minute before midnight in Los Angeles.
    await readAt('2026-06-02 06:59:00')
    expect((await work('2026-06-02T08:00:00Z')).left).toEqual([
      {
        file: join(folder, `sales-${day(1)}.csv`),
        why: expect.stringContaining('last read'),
        isWaiting: true,
      },
    ])
    await readAt('2026-06-02 07:00:00')
    expect((await work('2026-06-02T08:00:00Z')).compared).toEqual([day(1)])
  })
})

describe('the go-live certificate', () => {
  test('is written once, and tells when somebody changed it', async () => {
    for (const nth of [1, 2, 3]) await drop(nth)
    const { board, input } = await work('2026-06-04T12:00:00Z')
    const first = await certify(input, schedule(), board)
    expect(first?.days.map((row) => row.day)).toEqual([day(1), day(2), day(3)])
    await drop(3, '99.99', `sales-${day(3)}-late.csv`)
    const later = await work('2026-06-05T12:00:00Z')
    expect(later.board.days[2]).toMatchObject({ state: 'failed' })
    expect(await certify(later.input, schedule(), later.board)).toEqual(first)
    const json = first?.html.replace('.html', '.json') ?? ''
    await writeFile(json, (await readFile(json, 'utf8')).replace('20.00', '20.01'))
    await expect(certificatesOf(place.home, board)).rejects.toThrow(/not as it was written/)
  })

  test('is one, also where two processes write it at once', async () => {
    for (const nth of [1, 2, 3]) await drop(nth)
    const { board, input } = await work('2026-06-04T12:00:00Z')
    const both = await Promise.all(
      ['2026-06-04T12:00:00Z', '2026-06-04T12:00:01Z'].map((now) =>
        certify({ ...input, now: new Date(now) }, schedule(), board),
      ),
    )
    expect(both[0]).toEqual(both[1])
    expect(await certificatesOf(place.home, board)).toEqual([both[0]])
    const files = await readdir(join(place.home, 'reports'))
    expect(files.filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test('is not that of a parallel run begun anew with another rule', async () => {
    for (const nth of [1, 2, 3]) await drop(nth)
    const { board, input } = await work('2026-06-04T12:00:00Z')
    const first = await certify(input, schedule(), board)
    const strict = { ...schedule(), max_classed: '0.00' }
    const second = await certify(input, strict, { ...board, fulfilledBy: null })
    expect(second).toBeUndefined()
    const third = await certify(input, strict, board)
    expect(third?.rule).toEqual({ pass_days: 3, max_classed: '0.00' })
    expect(await certificatesOf(place.home, board)).toEqual([third, first])
  })

  test('is not written before the rule holds', async () => {
    for (const nth of [1, 2]) await drop(nth)
    const { board, input } = await work('2026-06-03T12:00:00Z')
    expect(await certify(input, schedule(), board)).toBeUndefined()
  })
})
