// Tender allocation over sales of every kind: no cent is lost or made, and the order of rows decides nothing.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Duck } from '../../src/lakehouse/duck.ts'
import { renderModel } from './render-model.ts'

/** Lines or payments of a sale: whole smallest units by id. */
interface Side {
  readonly id: number
  readonly units: number
}

interface Sale {
  readonly siteId: number
  readonly lines: readonly Side[]
  readonly payments: readonly Side[]
}

interface Share {
  readonly sale: number
  readonly line: number
  readonly payment: number
  readonly units: number
}

/** Currencies with two, no and three decimals, by site. */
const sites = [
  { siteId: 1, currency: 'USD', unitsPer: 100 },
  { siteId: 2, currency: 'JPY', unitsPer: 1 },
  { siteId: 3, currency: 'KWD', unitsPer: 1_000 },
] as const

const unitsPer = (siteId: number): number => sites.find((site) => site.siteId === siteId)?.unitsPer ?? 100

const sumOf = (sides: readonly { readonly units: number }[]): number =>
  sides.reduce((sum, { units }) => sum + units, 0)

/** An amount cut at points of 0 to 1 into that many parts and one more. */
const cut = (amount: number, points: readonly number[]): readonly number[] => {
  const edges = [0, ...points.toSorted((a, b) => a - b).map((point) => Math.round(point * amount)), amount]
  return edges.slice(1).map((edge, nth) => edge - (edges[nth] ?? 0))
}

/** What was sold and what came back are paid together, each by tenders of its own, by tenders that go both ways, or wrongly. */
const sale: fc.Arbitrary<Sale> = fc
  .record({
    siteId: fc.constantFrom(...sites.map(({ siteId }) => siteId)),
    lines: fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 0, max: 30_000 }) },
        { weight: 1, arbitrary: fc.integer({ min: -30_000, max: 0 }) },
        { weight: 1, arbitrary: fc.constantFrom(0, 1, -1, 1_000, -1_000) },
      ),
      { minLength: 1, maxLength: 6 },
    ),
    points: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }),
    isExchange: fc.nat(4).map((nth) => nth === 0),
    paid: fc.constantFrom('together', 'by side', 'both ways', 'wrongly'),
    off: fc.integer({ min: -5_000, max: 5_000 }),
    ids: fc.uniqueArray(fc.integer({ min: 1, max: 9_999 }), { minLength: 16, maxLength: 16 }),
  })
  .map(({ siteId, lines: drawn, isExchange, points, paid, off, ids }) => {
    // An exchange of equals gives back as much as it takes.
    const lines = isExchange ? drawn.slice(0, 3).flatMap((units) => [units, -units]) : drawn
    const total = lines.reduce((sum, units) => sum + units, 0)
    const sold = lines.filter((units) => units > 0).reduce((sum, units) => sum + units, 0)
    const payments = {
      together: cut(total, points),
      'by side': [...cut(sold, points), ...(sold === total ? [] : [total - sold])],
      'both ways': [...cut(total, points), off, -off],
      wrongly: cut(total + off, points),
    }[paid]
    return {
      siteId,
      lines: lines.map((units, nth) => ({ id: ids[nth] ?? 0, units })),
      payments: payments.map((units, nth) => ({ id: ids[nth + 6] ?? 0, units })),
    }
  })

let duck: Duck

beforeAll(async () => {
  duck = await Duck.open(':memory:')
  await duck.run(
    `create table int_sites as from (values ${sites.map((site) => `(${site.siteId}, '${site.currency}')`).join(', ')})
     as sites(site_id, currency)`,
  )
  await duck.run(
    `create table int_sale_lines (site_id bigint, sale_id bigint, sale_detail_id bigint, total decimal(18, 4), currency varchar)`,
  )
  await duck.run(
    `create table int_tenders (site_id bigint, sale_id bigint, payment_id bigint, amount decimal(18, 4), currency varchar)`,
  )
  for (const model of [
    'int_line_units',
    'int_payment_units',
    'int_allocation_sides',
    'int_tender_allocation',
  ]) {
    const sql = await renderModel(`intermediate/sales/${model}.sql`, 'macros/money.sql')
    await duck.run(`create view ${model} as ${sql}`)
  }
})

afterAll(() => duck.close())

const fillTable = async (
  table: string,
  sales: readonly Sale[],
  sidesOf: (sale: Sale) => readonly Side[],
  isReversed: boolean,
): Promise<void> => {
  const rows = sales.flatMap((one, saleId) =>
    sidesOf(one).map(({ id, units }) => {
      const currency = sites.find(({ siteId }) => siteId === one.siteId)?.currency ?? ''
      return `(${one.siteId}, ${saleId}, ${id}, ${(units / unitsPer(one.siteId)).toFixed(4)}, '${currency}')`
    }),
  )
  await duck.run(`delete from ${table}`)
  await duck.run(`insert into ${table} values ${(isReversed ? rows.toReversed() : rows).join(', ')}`)
}

const allocate = async (sales: readonly Sale[], isReversed = false): Promise<readonly Share[]> => {
  await fillTable('int_sale_lines', sales, ({ lines }) => lines, isReversed)
  await fillTable('int_tenders', sales, ({ payments }) => payments, isReversed)
  const rows = await duck.rows<{ sale: number; line: number; payment: number; amount: string }>(
    `select sale_id as sale, sale_detail_id as line, payment_id as payment, amount from int_tender_allocation order by all`,
  )
  return rows.map(({ amount, ...row }) => ({
    ...row,
    units: Math.round(Number(amount) * unitsPer(sales[row.sale]?.siteId ?? 1)),
  }))
}

/** Sales whose sums do not hold, with their shares. */
const wrongIn = (sales: readonly Sale[], shares: readonly Share[]): readonly object[] =>
  sales.flatMap((one, saleId) => {
    const own = shares.filter(({ sale: of }) => of === saleId)
    const gave = one.payments.every(
      ({ id, units }) => sumOf(own.filter(({ payment }) => payment === id)) === units,
    )
    const got = one.lines.every(({ id, units }) => sumOf(own.filter(({ line }) => line === id)) === units)
    const isTied = sumOf(one.lines) === sumOf(one.payments)
    return gave && (got || !isTied) ? [] : [{ ...one, own }]
  })

describe('int_tender_allocation', () => {
  it('is exact by line and by payment, in any order of rows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sale, { minLength: 40, maxLength: 40 }), async (sales) => {
        const shares = await allocate(sales)
        expect(wrongIn(sales, shares)).toEqual([])
        expect(await allocate(sales, true)).toEqual(shares)
      }),
      { numRuns: 15 },
    )
  })

  it('gives no line more than it costs, and takes nothing from one, where nothing was returned', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sale, { minLength: 40, maxLength: 40 }), async (all) => {
        const sales = all.filter(
          ({ lines, payments }) =>
            sumOf(lines) === sumOf(payments) && [...lines, ...payments].every(({ units }) => units >= 0),
        )
        if (sales.length === 0) return
        const shares = await allocate(sales)
        const costs = (share: Share): number =>
          sales[share.sale]?.lines.find(({ id }) => id === share.line)?.units ?? 0
        expect(shares.filter((share) => share.units < 0 || share.units > costs(share))).toEqual([])
      }),
      { numRuns: 10 },
    )
  })

  it('settles an exchange of equals that a tender of nothing closes', async () => {
    const even: Sale = {
      siteId: 1,
      lines: [
        { id: 1, units: 5_000 },
        { id: 2, units: -5_000 },
      ],
      payments: [{ id: 9, units: 0 }],
    }
    expect(await allocate([even])).toEqual([
      { sale: 0, line: 1, payment: 9, units: 5_000 },
      { sale: 0, line: 2, payment: 9, units: -5_000 },
    ])
  })
})
