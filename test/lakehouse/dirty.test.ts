// Dirty marks of single rows: pulled by key in batches, cleared by the commit, and never taken for deletions.
import { describe, expect, test } from 'vitest'
import { problemOfDirty } from '../../src/lakehouse/dirty-problem.ts'
import { openNineRows } from './nine-rows.ts'

const nine = openNineRows()
const { tell, pull, words, change, left } = nine

describe('rows by key', () => {
  test('only those asked for, with both bounds, four a call; what was told twice is asked once', async () => {
    change(2, 3, 5, 7, 9)
    await tell('key', ['2', '3', '5', '7', '9', '2'])
    const { pulls, queries } = await pull()
    expect(await words()).toBe('1 2+ 3+ 4 5+ 6 7+ 8 9+')
    expect(queries.map((query) => query.getAll('request.ids').length)).toEqual([4, 1])
    expect(queries[0]?.get('request.from')).toBe('2026-06-01T00:00:00')
    expect(queries[0]?.get('request.to')).toBe('2026-07-04T23:59:59')
    expect(pulls).toMatchObject([
      { pulled: 5, rows: 5, rows_changed: 5, calls: 2, gone: [], left: 0, waiting: 0 },
    ])
    expect(await left()).toEqual([])
    expect((await pull()).queries).toEqual([])
  })

  test('what does not come is told and cleared; its day is read by the next run, and only then it is deleted', async () => {
    nine.table.rows = nine.table.rows.filter(({ Id }) => Id !== 4)
    await tell('key', ['4', '5', '77'])
    const first = await pull()
    expect(first.pulls).toMatchObject([{ pulled: 3, gone: ['4', '77'], deleted: 0, left: 1 }])
    expect(await words()).toBe('1 2 3 4 5 6 7 8 9')
    expect(await left()).toEqual(['days 2026-06-23..2026-06-23 1'])
    const second = await pull()
    expect(second.pulls).toMatchObject([{ pulled: 1, deleted: 1, left: 0 }])
    expect(await words()).toBe('1 2 3 4- 5 6 7 8 9')
    expect(problemOfDirty(second.pulls)).toBeUndefined()
  })

  test('a row that came back after it did not come stays', async () => {
    const all = nine.table.rows
    nine.table.rows = all.filter(({ Id }) => Id !== 4)
    await tell('key', ['4'])
    await pull()
    nine.table.rows = all
    expect((await pull()).pulls).toMatchObject([{ deleted: 0, left: 0 }])
    nine.table.rows = all.filter(({ Id }) => Id !== 4)
    await tell('days', ['2026-06-23..2026-06-23'])
    await pull()
    expect(await words()).toBe('1 2 3 4 5 6 7 8 9')
  })

  test('an unknown id that turns the filter off costs halvings, and everybody else is read', async () => {
    nine.table.ignoresUnknown = true
    change(2, 3, 5)
    await tell('key', ['2', '3', '77', '5'])
    const { pulls } = await pull()
    expect(pulls).toMatchObject([{ pulled: 4, gone: ['77'], left: 0 }])
    expect(await words()).toBe('1 2+ 3+ 4 5+ 6 7 8 9')
  })

  test('an id that is refused leaves the others', async () => {
    nine.table.refused = 3
    change(2, 3, 5)
    await tell('key', ['2', '3', '5', '6'])
    const { pulls } = await pull()
    expect(pulls).toMatchObject([{ pulled: 4, gone: ['3'], left: 1 }])
    expect(pulls[0]?.problem).toBeUndefined()
    expect(await words()).toBe('1 2+ 3 4 5+ 6 7 8 9')
  })

  test('what is told again while it is asked for stays marked', async () => {
    await tell('key', ['2', '3'])
    nine.table.meanwhile = () => tell('key', ['3'])
    await pull()
    expect(await left()).toEqual(['key 3 2'])
  })
})
