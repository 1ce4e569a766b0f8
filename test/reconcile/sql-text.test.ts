// Names are compared after one cleaning, done in JavaScript for the file and in SQL for the marts: both must agree.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nameKey } from '../../src/finance/cells.ts'
import { sqlNameKey } from '../../src/reconcile/sql-text.ts'
import { Duck } from '../../src/lakehouse/duck.ts'

let duck: Duck
beforeAll(async () => {
  duck = await Duck.open(':memory:')
})
afterAll(() => duck.close())

const keysInSql = async (names: readonly string[]): Promise<readonly string[]> =>
  (
    await duck.rows<{ key: string }>(
      `select ${sqlNameKey('name')} as key from (select unnest(from_json($1::json, '["VARCHAR"]')) as name)`,
      [JSON.stringify(names)],
    )
  ).map(({ key }) => key)

test('no-break, thin and invisible characters do not part a name', async () => {
  const names = ['Mat\u00a0Blue', 'Mat \u200b Blue', ' MAT\u2009\u202fblue\u000b', 'Mat\u00adBlue']
  expect(await keysInSql(names)).toEqual(['mat blue', 'mat blue', 'mat blue', 'matblue'])
})

test('any name has one key on both sides', async () => {
  // Without NUL, which no text in a file or database carries, and of letters whose case is plain everywhere.
  const blanks = [...'\t\n\v\f\r \u0085\u00a0\u00ad\u1680\u2003\u2028\u200b\u202f\u205f\u3000\ufeff\u0008']
  const character = fc.constantFrom(...blanks, ...'aZéÉß+%_x0/"\'')
  const name = fc.array(character, { maxLength: 12 }).map((characters) => characters.join(''))
  await fc.assert(
    fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 200 }), async (names) => {
      expect(await keysInSql(names)).toEqual(names.map(nameKey))
    }),
    { numRuns: 60 },
  )
})
