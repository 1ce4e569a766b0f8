// Results in chunks, of plans on which DuckDB's own streaming waits for ever.
import { expect, test } from 'vitest'
import { Duck } from '../../src/lakehouse/duck.ts'

const rows = 1_000_000

test(
  'the first rows of a large union come, and a reader may leave before the last',
  { timeout: 30_000 },
  async () => {
    await using duck = await Duck.open(':memory:', { memoryLimit: '1GB' })
    await duck.run(
      `create table a as select i, 'some text of a length ' || i as t from range($1::bigint) as r(i)`,
      [rows],
    )
    const union = `select a.i, a.t from a inner join a as b on a.i = b.i
    union all select a.i, c.t from a inner join a as c on a.t = c.t`
    for await (const row of duck.stream(union)) {
      expect(Object.keys(row)).toEqual(['i', 't'])
      break
    }
    const seen: unknown[] = []
    for await (const { i } of duck.stream('select i from a where i < $1 order by i desc', [3])) seen.push(i)
    expect(seen).toEqual([2, 1, 0])
    expect(await duck.rows(`select table_name from duckdb_tables() where temporary`)).toEqual([])
  },
)
