// Parents gathered from rows: by their own field, by the entries of a nested list, and from rows that name them.
import { expect, test } from 'vitest'
import { gatherParents } from '../../src/source/read-parents.ts'
import type { Row } from '../../src/source/records.ts'
import { streamNamed } from './odd-answers.ts'

const due = async (child: string, parent: string, rows: readonly Row[]): Promise<readonly string[]> => {
  const gathered = gatherParents([streamNamed(child)])
  for (const row of rows) gathered.see(streamNamed(parent), 7, row)
  const found: string[] = []
  for await (const key of gathered.due(streamNamed(child), 7)) found.push(key)
  return found
}

test('each entry of a nested list names a parent, once; null and empty name none', async () => {
  const items = [
    { GiftCardBarcodeId: 'b' },
    { GiftCardBarcodeId: 5 },
    { GiftCardBarcodeId: null },
    { GiftCardBarcodeId: '' },
  ]
  const rows = [
    { Id: 1, PurchasedItems: [...items, {}, null] },
    { Id: 2, PurchasedItems: [{ GiftCardBarcodeId: 'b' }, { GiftCardBarcodeId: 'a' }] },
    { Id: 3, PurchasedItems: null },
    { Id: 4 },
    { Id: 5, PurchasedItems: 'none' },
  ]
  expect(await due('gift_card_balances', 'sales', rows)).toEqual(['5', 'a', 'b'])
})

test('a row of another stream names a parent, except the client that is the system', async () => {
  const rows = [{ ClientId: '9' }, { ClientId: '1' }, { ClientId: null }, {}]
  expect(await due('client_contracts', 'sales', rows)).toEqual(['9'])
})

test('a parent without what is counted is not asked', async () => {
  const rows = [
    { Id: 1, TotalBooked: 0 },
    { Id: 2, TotalBooked: 3 },
    { Id: 3, TotalBooked: null },
  ]
  expect(await due('class_visits', 'classes', rows)).toEqual(['2', '3'])
})
