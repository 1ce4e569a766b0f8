// A figure the simulated studio counts from its own life, and the query of the marts that must give the same.
import { expect } from 'vitest'
import type { Duck } from '../src/lakehouse/duck.ts'

/** One mart, and what a query of it must give, in any order. */
export interface Figure {
  readonly name: string
  readonly sql: string
  readonly rows: readonly object[]
}

/** Rows as text, in an order of their own. */
export const inOrder = (rows: readonly object[]): readonly string[] =>
  rows.map((row) => JSON.stringify(row)).sort()

/** Rows that one side has more often, so that a failure names them instead of thousands that agree. */
const onlyIn = (rows: readonly object[], others: readonly object[]): readonly string[] => {
  const left = new Map<string, number>()
  for (const row of inOrder(others)) left.set(row, (left.get(row) ?? 0) + 1)
  return inOrder(rows).filter((row) => {
    const count = left.get(row) ?? 0
    left.set(row, count - 1)
    return count <= 0
  })
}

/** Holds each figure against the marts: no row less, no row more, none twice. */
export const expectFigures = async (marts: Duck, figures: readonly Figure[]): Promise<void> => {
  for (const { name, sql, rows } of figures) {
    const told = await marts.rows(sql)
    expect({ name, onlyMarts: onlyIn(told, rows), onlyLife: onlyIn(rows, told) }).toEqual({
      name,
      onlyMarts: [],
      onlyLife: [],
    })
    expect(rows.length).toBeGreaterThan(0)
  }
}
