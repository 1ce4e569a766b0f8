// Which day a dropped file is of, by its name and by what it says.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accountBalancesProfile } from '../../profiles/account-balances.ts'
import { salesProfile } from '../../profiles/sales.ts'
import { dayOfFile, filesIn } from '../../src/reconcile/day-file.ts'
import { salesCsv } from './marts-fixture.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'day-file-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const put = async (name: string, text: string): Promise<string> => {
  const file = join(folder, name)
  await writeFile(file, text)
  return file
}

describe('the day of a file', () => {
  test.each<readonly [string, string | undefined]>([
    ['sales-2026-06-01.csv', '2026-06-01'],
    ['20260601 Sales.csv', '2026-06-01'],
    ['sales-10001-2026-06-01.csv', '2026-06-01'],
    ['sales_123456789_2026.06.01.csv', '2026-06-01'],
    ['sales 2026-06-01 to 2026-06-01.csv', '2026-06-01'],
    ['sales 2026-06-01 to 2026-06-07.csv', undefined],
    ['sales-2026-06-31.csv', undefined],
  ])('%s is of %s', async (name, day) => {
    const file = await put(
      name,
      salesCsv([
        { sale: 1, date: '6/13/2026', paid: '1.00' },
        { sale: 2, date: '6/14/2026', paid: '1.00' },
      ]),
    )
    expect(await dayOfFile(salesProfile, file, {})).toBe(day)
  })

  test('is the day that a report of a state was run as of', async () => {
    const file = await put('Balances.csv', 'As of: 6/13/2026\nID,Client,Account balance\n100,"Doe, J",5.00\n')
    expect(await dayOfFile(accountBalancesProfile, file, {})).toBe('2026-06-13')
  })
})

test('hidden files, those being written and folders are no files of a day; a link to one is', async () => {
  await mkdir(join(folder, 'folder'))
  for (const name of ['.hidden', 'a.csv.part', '~$b.xlsx', 'c.crdownload', 'd.csv']) await put(name, 'x')
  await symlink(join(folder, 'd.csv'), join(folder, 'e.csv'))
  expect(await filesIn(folder)).toEqual([join(folder, 'd.csv'), join(folder, 'e.csv')])
})
