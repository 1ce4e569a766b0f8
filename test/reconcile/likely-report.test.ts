// Which report a refused file looks like: said only where it lacks the columns of the one it was taken for.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { giftCardsProfile } from '../../profiles/gift-cards.ts'
import { salesProfile } from '../../profiles/sales.ts'
import { likelyReport } from '../../src/reconcile/likely-report.ts'
import { us } from './sales-csv.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'likely-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const fileOf = async (text: string): Promise<string> => {
  const file = join(folder, 'report.csv')
  await writeFile(file, text)
  return file
}

test('a file of another report is told by its columns', async () => {
  expect((await likelyReport(await fileOf(us({})), giftCardsProfile))?.name).toBe('sales')
})

test('a report that lacks one of its columns is no other report that has fewer of the others', async () => {
  expect(
    await likelyReport(await fileOf(us({}).replace('Sale Date', 'Booked')), salesProfile),
  ).toBeUndefined()
})

test('a broken cell in the right report makes no other report of it', async () => {
  expect(await likelyReport(await fileOf(us({}, { paid: '1,50' })), salesProfile)).toBeUndefined()
})
