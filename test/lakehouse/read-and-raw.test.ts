// Both doors agree: whatever rows come, `read` and raw give them the same keys, the same numbers and the same trimmed records.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseJson } from '../../src/core/json.ts'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import { createNumbering } from '../../src/source/numbering.ts'
import { createShaper, isAsked } from '../../src/source/records.ts'
import type { Row } from '../../src/source/records.ts'
import type { Slice } from '../../src/source/slices.ts'
import { defineStream } from '../../src/source/stream.ts'
import { loadMade } from './hand-made.ts'
import { tempHome } from './line.ts'

/** Entries without a key of their own, asked for one owner at a time. */
const entries = defineStream({
  name: 'entries',
  path: '/made/entries',
  rows: 'Entries',
  key: ['Owner', 'Kind', 'Note', 'Ordinal'],
  about: 'Entries made up for tests.',
  only: { Client: ['Id', 'UniqueId'] },
  parent: { stream: 'owners', field: 'Id', param: 'owner', batch: 1, as: 'Owner', echo: 'Owner', due: 'all' },
  fields: { Owner: 'text', Kind: 'id', Note: 'text', Seen: 'int', Client: 'object' },
})

let warehouse: Warehouse
let remove: () => Promise<void>
beforeAll(async () => {
  const temp = await tempHome()
  remove = temp.remove
  warehouse = await Warehouse.open(temp.home, [entries])
})
afterAll(async () => {
  await warehouse.close()
  await remove()
})

const member = fc.oneof(
  fc.integer(),
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.integer(), { maxLength: 2 }),
)
const client = fc.option(
  fc.record({ Id: member, UniqueId: member, 'E/ma~il': member, Name: member }, { requiredKeys: [] }),
)
/** Ids come as numbers here and as texts there; an unresolvable owner is answered with others' rows. */
const row = fc.record({
  owner: fc.constantFrom('own', 'own', 'own', 'other'),
  Kind: fc.constantFrom<number | string>(1, '1', 2, '2', '9007199254740993'),
  Note: fc.constantFrom('a', 'A', 'ä', "it's", 'a\u0000b', ''),
  Seen: fc.nat(),
  Client: client,
})
const pages = fc.array(fc.array(row, { maxLength: 6 }), { maxLength: 4 })

/** As `read` gives them. */
const recordsOf = (slice: Slice, received: readonly Row[]): Row[] => {
  const number = createNumbering(slice)
  const shape = createShaper({ stream: entries, columns: undefined }, [entries])
  return received
    .map(number)
    .filter((numbered) => isAsked(entries, numbered, slice))
    .map((numbered) => parseJson(shape(numbered, slice).data).value as Row)
}

const inOrder = (rows: readonly Row[]): readonly string[] =>
  rows
    .map(({ Owner, Kind, Note, Ordinal, Seen, Client }) => {
      const own = Client === null ? [] : Object.entries(Client as object).toSorted()
      return JSON.stringify([Owner, String(Kind), Note, Ordinal, Seen, Client === null, own])
    })
    .toSorted()

let runs = 0

test('over any rows, cut into any pages', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(pages, { minLength: 1, maxLength: 25 }), async (made) => {
      runs += 1
      const slices = made.map((cut, place) => {
        const owner = `owner-${place}`
        const rows = cut.map((page) =>
          page.map(({ owner: whose, ...rest }) => ({ Owner: whose === 'own' ? owner : 'somebody', ...rest })),
        )
        return { owner, rows }
      })
      await warehouse.exclusive((duck) => duck.run('delete from raw.entries'))
      const loaded = await loadMade(
        warehouse,
        entries,
        `run-${runs}`,
        slices.map(({ owner, rows }) => ({ parents: [owner], pages: rows.map((page) => ({ rows: page })) })),
      )
      expect(loaded.kind).toBe('committed')
      const held = await warehouse.exclusive((duck) => duck.rows<Row>('from raw.entries'))
      const expected = slices.flatMap(({ owner, rows }) =>
        recordsOf(
          { stream: entries, siteId: 7, id: owner, query: [], parents: [owner], concludes: true },
          rows.flat(),
        ),
      )
      const parsed = held.map((raw) => ({
        ...raw,
        Client: raw.Client === null ? null : parseJson(String(raw.Client)).value,
      }))
      expect(inOrder(parsed)).toEqual(inOrder(expected))
    }),
    { numRuns: 12 },
  )
})
