// Sign-offs make one chain also when many sign at once, and nobody changes a row of it.
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openControl } from '../../src/control/database.ts'
import type { Control } from '../../src/control/database.ts'
import { brokenLink, signOff, signOffs } from '../../src/control/sign-offs.ts'
import { waiversOf, waiversOn, writeWaiver } from '../../src/control/waivers.ts'
import type { NewWaiver } from '../../src/control/waivers.ts'
import { engineOf } from '../../src/control/engine.ts'
import type { MakeControl, TempControl } from './temp.ts'

const signature = (nth: number) => ({
  reconciliation_id: `r-${nth}`,
  signed_at: `2026-07-01T12:00:${String(nth).padStart(2, '0')}.000Z`,
  signed_by: 'Ann',
  role: 'reviewer',
  comment: 'looked at each row',
})

const keepComparison = async ({ db }: Control): Promise<void> => {
  await sql`insert into reconciliations values
    ('r-1', 'now', 'sales', 1, 'a', 'b', 'f', 's', '1.00', '1.00', '0.00', 100, 'equal', '[]', '[]')`.execute(
    db,
  )
}

const waiver = (changed: Partial<NewWaiver>): NewWaiver => ({
  report: 'sales',
  site_id: 1,
  cause: 'location_98',
  kind: 'granted',
  max_amount: null,
  reason: 'the web shop is booked at the front desk',
  waived_by: 'Ann',
  until: '2026-07-31',
  created_at: '2026-07-01T12:00:00.000Z',
  ...changed,
})

/** On the engine that `makeControl` stands for. */
export const signOffsSuite = (makeControl: MakeControl): void => {
  let temp: TempControl
  beforeEach(async () => {
    temp = await makeControl()
  })
  afterEach(() => temp.dispose())

  describe('the chain of sign-offs', () => {
    test('is whole when two connections sign at once', async () => {
      const one = temp.control
      await using other = await openControl(temp.target)
      await Promise.all(
        Array.from({ length: 20 }, (_, nth) => signOff(nth % 2 === 0 ? one : other, signature(nth))),
      )
      const rows = await signOffs(one)
      expect(rows).toHaveLength(20)
      expect(brokenLink(rows)).toBeUndefined()
    })

    test('tells the row that was changed by hand', async () => {
      const { control } = temp
      for (const nth of [1, 2, 3]) await signOff(control, signature(nth))
      const rows = await signOffs(control)
      const changed = rows.map((row) => (row.seq === 2 ? { ...row, comment: 'another' } : row))
      expect(brokenLink(changed)).toMatchObject({ seq: 2 })
      expect(brokenLink(rows.filter(({ seq }) => seq !== 2))).toMatchObject({ seq: 3 })
    })

    test('tells the signed figures that were changed by hand', async () => {
      const { control } = temp
      await keepComparison(control)
      await signOff(control, signature(1))
      expect(brokenLink(await signOffs(control))).toBeUndefined()
      await sql
        .raw(
          engineOf(control.db) === 'sqlite'
            ? 'drop trigger reconciliations_no_update'
            : 'drop trigger reconciliations_no_change on reconciliations',
        )
        .execute(control.db)
      await sql`update reconciliations set our_total = '1.01'`.execute(control.db)
      expect(brokenLink(await signOffs(control))).toMatchObject({ reconciliation_id: 'r-1' })
    })

    test.each(['sign_offs', 'reconciliations', 'waivers', 'reconcile_days'])(
      'nothing changes %s',
      async (table) => {
        const { control } = temp
        await signOff(control, signature(1))
        await writeWaiver(control, waiver({}))
        await sql`insert into reconcile_days values ('sales', 1, '2026-06-01', 'f', 'r-1', 'now')`.execute(
          control.db,
        )
        await keepComparison(control)
        await expect(sql.raw(`delete from ${table}`).execute(control.db)).rejects.toThrow(/append-only/)
        const column = table === 'sign_offs' ? 'comment' : 'report'
        await expect(sql.raw(`update ${table} set ${column} = 'x'`).execute(control.db)).rejects.toThrow(
          /append-only/,
        )
      },
    )
  })

  describe('waivers', () => {
    test('hold up to their last day, the newest of a cause counts, a revoked one is over', async () => {
      const { control } = temp
      await writeWaiver(control, waiver({}))
      await writeWaiver(control, waiver({ cause: 'rounding', until: '2026-07-05' }))
      await writeWaiver(control, waiver({ cause: 'duplicate' }))
      await writeWaiver(control, waiver({ cause: 'duplicate', kind: 'revoked' }))
      await writeWaiver(control, waiver({ site_id: 2, cause: 'tax_inclusion' }))
      const rows = await waiversOf(control, 'sales', 1)
      const on = (day: string) => waiversOn(rows, day).map(({ cause }) => cause)
      expect(on('2026-07-05')).toEqual(['location_98', 'rounding'])
      expect(on('2026-07-06')).toEqual(['location_98'])
      expect(on('2026-08-01')).toEqual([])
    })
  })
}
