// A file that somebody writes while it is compared: the hash on record must be that of the rows that were compared.
import { appendFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { silentLog } from '../../src/core/log.ts'
import { reconcile } from '../../src/reconcile/reconcile.ts'
import { june, makeHome, saleLine, salesCsv } from './marts-fixture.ts'

test('is refused', async () => {
  const place = await makeHome({ sales: [{ sale: 1, at: '2026-06-03 10:00:00', paid: '18.00' }] })
  const file = join(place.home, 'sales.csv')
  await writeFile(file, salesCsv([{ sale: 1, date: '6/3/2026', paid: '18.00' }]))
  // The comparison tells its log that it has surveyed the file; its rows are loaded after that.
  const log = Object.assign(silentLog(), {
    debug: () => appendFileSync(file, `\r\n${saleLine({ sale: 2, date: '6/4/2026', paid: '5.00' })}`),
  })
  await expect(reconcile({ ...june(place, file), log })).rejects.toMatchObject({
    code: 'REPORT_SETTINGS',
    message: expect.stringContaining('was written while it was read'),
  })
  await place.remove()
})
