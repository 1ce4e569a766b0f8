// Records out of bounds: cut until they fit, said so, and never in their key.
import { expect, test } from 'vitest'
import { fitRecord } from '../../src/source/record-size.ts'

const keys = new Set(['SiteId', 'Id'])
const recordOf = (data: object): { key: string; data: string; changes: [] } => ({
  key: '1',
  data: JSON.stringify(data),
  changes: [],
})
const reason = 'SOURCE_RECORD_SIZE_LIMITATION'

test('a record of a usual size is passed as it is', () => {
  const record = recordOf({ Id: 1, Notes: 'é'.repeat(400) })
  expect(fitRecord(record, keys, 1_000)).toBe(record)
})

test('the largest texts are cut first, then nested values emptied, until it fits', () => {
  const record = recordOf({
    Id: 'k'.repeat(900),
    Notes: 'n'.repeat(50_000),
    Items: [1, 'x'.repeat(30_000)],
    Name: 'Ann',
  })
  const fitted = fitRecord(record, keys, 20_000)
  expect(Buffer.byteLength(fitted.data)).toBeLessThanOrEqual(20_000)
  expect(JSON.parse(fitted.data)).toEqual({
    Id: 'k'.repeat(900),
    Notes: 'n'.repeat(10_000),
    Items: null,
    Name: 'Ann',
  })
  expect(fitted.changes).toEqual([
    { field: 'Notes', change: 'TRUNCATED', reason },
    { field: 'Items', change: 'NULLED', reason },
  ])
})

test('a cut never leaves half a character, nor rounds an id', () => {
  const record = {
    ...recordOf({}),
    data: `{"UniqueId":9007199254740993,"Notes":"${'a'.repeat(9_999)}${'😀'.repeat(9_000)}"}`,
  }
  const { data } = fitRecord(record, keys, 15_000)
  expect(data).toContain('"UniqueId":9007199254740993')
  expect((JSON.parse(data) as { Notes: string }).Notes.isWellFormed()).toBe(true)
})
