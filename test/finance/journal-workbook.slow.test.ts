// The workbook opened by LibreOffice: its formulas, recalculated, give what the journal says. Skipped where there is none.
import { parse } from 'csv-parse/sync'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportJournal } from '../../src/finance/journal-export.ts'
import { runChild } from '../../src/lakehouse/child.ts'
import { journalHome, sold } from './journal-fixture.ts'
import type { JournalHome } from './journal-fixture.ts'

const hasOffice = await runChild('soffice', ['--version'], { env: {} }).then(
  ({ exitCode }) => exitCode === 0,
  () => false,
)

let made: JournalHome
let folder: string
beforeAll(async () => {
  made = await journalHome([1])
  folder = await mkdtemp(join(tmpdir(), 'office-'))
})
afterAll(async () => {
  await made.remove()
  await rm(folder, { recursive: true, force: true })
})

test.skipIf(!hasOffice)('the trial balance recalculates to the journal, and the check to zero', async () => {
  const days = Array.from({ length: 60 }, (_, index) => sold(`n${index}`, '2026-05-06', 0.1 + index)).flat()
  const hostile = sold('x', '2026-05-07', 12.34, { memo: '=1+1', account: 'SUSPENSE' })
  // A spreadsheet that looks for the code 400 or 4* as a pattern or a number finds more than these.
  const alike = ['400', '0400', '4*'].flatMap((account) =>
    sold(`of ${account}`, '2026-05-08', 1, { account }),
  )
  await made.publish([...days, ...hostile, ...alike], '2026-06-20')
  const { files } = await exportJournal({
    home: made.home,
    marts: made.marts,
    period: '2026-05',
    out: folder,
    format: 'xlsx',
    basis: 'earned',
    by: 'entry',
  })
  // Token 12 with -1 at its end writes every sheet to a file of its own.
  const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1'
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
  const args = [profile, '--headless', '--convert-to', filter, '--outdir', folder, files[0]?.path ?? '']
  const { exitCode, stderr } = await runChild('soffice', args, { env: { HOME: folder } })
  expect(exitCode, stderr).toBe(0)
  const sheet = (await readdir(folder)).find((name) => name.endsWith('-Trial.csv')) ?? ''
  const rows: readonly string[][] = parse(await readFile(join(folder, sheet), 'utf8'))
  expect(rows.slice(1)).toEqual([
    ['0400', '0400', '1', '1', '0'],
    ['1050', 'Payments clearing', '1776', '0', '1776'],
    ['4*', '4*', '1', '1', '0'],
    ['400', '400', '1', '1', '0'],
    ['4000', 'Services', '0', '1776', '-1776'],
    ['SUSPENSE', 'Suspense', '12.34', '12.34', '0'],
    ['Total', '', '1791.34', '1791.34', '0'],
    ['Check', 'debits less credits of the sheet Journal: must be 0', '', '', '0'],
  ])
})
