// Two sides made by hand: rows of a file as the readers load them, rows of a twin as the marts hold them.
import type { Settled } from '../../src/reconcile/given.ts'
import type { Compared } from '../../src/reconcile/compare.ts'
import { compare } from '../../src/reconcile/compare.ts'
import type { ReportProfile } from '../../src/reports/report-profile.ts'
import { nativeDdl } from '../../src/reports/native-table.ts'
import { Duck } from '../../src/lakehouse/duck.ts'
import type { MartRow } from './marts-fixture.ts'
import { insertSql, makeReferences, makeTwin } from './marts-fixture.ts'

export interface NativeRow {
  readonly day?: string | null
  readonly parent: string
  readonly item?: string
  readonly facet?: string
  /** Hundredths, or a count. */
  readonly amount: number
  readonly client?: string | null
  readonly location?: string | null
  readonly category?: string | null
}

export const juneSettled: Settled = {
  from: '2026-06-01',
  to: '2026-06-30',
  basis: { value: 'accrual', source: 'flag' },
  locations: undefined,
  returns: 'include',
  areReturnsTold: false,
  exportedAtUtc: undefined,
  settings: [],
}

/** Compares both sides at site 1 in Los Angeles, in June, with what a test changes. */
export const compareRows = async (
  profile: ReportProfile,
  native: readonly NativeRow[],
  ours: readonly MartRow[],
  changed: Partial<Settled> & { readonly zone?: string } = {},
): Promise<Compared> => {
  const { zone = 'America/Los_Angeles', ...settled } = changed
  await using duck = await Duck.open(':memory:')
  await duck.run("attach ':memory:' as marts")
  await makeReferences(duck, zone)
  await makeTwin(duck, profile, ours)
  await duck.run(nativeDdl)
  await duck.run(
    insertSql(
      'native',
      native.map((row, index) => [
        index + 2,
        row.day,
        row.parent,
        row.item,
        row.facet,
        row.amount,
        row.client,
        row.location,
        row.category,
      ]),
    ),
  )
  return await compare(duck, {
    profile,
    siteId: 1,
    zone,
    settled: { ...juneSettled, ...settled },
    askBasis: () => Promise.reject(new Error('nobody is there to ask')),
  })
}
