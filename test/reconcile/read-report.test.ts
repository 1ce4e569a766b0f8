// Report files to rows of cells: forms told by their bytes, times to the minute, rows under the numbers a spreadsheet shows.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import { dateOf, minutesOf } from '../../src/finance/dates.ts'
import { readReport } from '../../src/reconcile/read-report.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-report-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const rowsOf = async (content: string | Uint8Array): Promise<readonly (readonly string[])[]> => {
  const file = join(folder, 'report')
  await writeFile(file, content)
  return (await readReport(file)).rows
}

test('every minute of a day survives Excel, as a time, as a moment and as a bare fraction', async () => {
  const minutes = Array.from({ length: 1_440 }, (_, minute) => minute)
  const sheet = minutes.map((minute) => [
    { value: minute / 1_440, type: Number, format: 'h:mm AM/PM' },
    { value: 46_174 + minute / 1_440, type: Number, format: 'm/d/yyyy h:mm' },
    { value: minute / 1_440, type: Number },
  ])
  const rows = await rowsOf(await writeXlsxFile(sheet, {}).toBuffer())
  expect(rows.map(([time = '']) => minutesOf(time))).toEqual(minutes)
  expect(rows.map(([, moment = '']) => minutesOf(moment))).toEqual(minutes)
  expect(rows.map(([, , fraction = '']) => minutesOf(fraction))).toEqual(minutes)
  expect(new Set(rows.map(([, moment = '']) => dateOf(moment, 'mdy')))).toEqual(new Set(['2026-06-01']))
})

test('blank rows keep their place', async () => {
  const sheet = [[{ value: 'Title' }], [], [{ value: 'a' }], [null], [{ value: 1_288 }]]
  const asXlsx = await rowsOf(await writeXlsxFile(sheet, {}).toBuffer())
  expect(asXlsx.map(([cell]) => cell)).toEqual(['Title', '', 'a', '', '1288'])
  const asCsv = await rowsOf('Title\r\n\r\na\r\n\r\n"1,288"\r\n')
  expect(asCsv.map(([cell]) => cell)).toEqual(['Title', '', 'a', '', '1,288'])
})

test.each([
  ['UTF-8 with its mark', Buffer.from('\uFEFFItem;Café\n1;2')],
  ['UTF-16', Buffer.from('\uFEFFItem;Café\n1;2', 'utf16le')],
  ['the Windows code page', Buffer.from('Item;Café\n1;2', 'latin1')],
])('%s is read', async (_, bytes) => {
  expect(await rowsOf(bytes)).toEqual([
    ['Item', 'Café'],
    ['1', '2'],
  ])
})

test('stray quotes and line breaks in a cell do not part rows', async () => {
  expect(await rowsOf('Item,Note\n6" block,"two\nlines, one cell"\n')).toEqual([
    ['Item', 'Note'],
    ['6" block', 'two\nlines, one cell'],
  ])
})

test.each([
  ['an HTML table named .xls', Buffer.from('\uFEFF <table><tr>'), /HTML table/],
  ['an old Excel workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), /old Excel/],
  ['an archive that is no workbook', Buffer.from('PK\u0003\u0004nothing'), /no readable Excel/],
])('%s is refused by its kind', async (_, bytes, says) => {
  await expect(rowsOf(bytes)).rejects.toMatchObject({
    code: 'REPORT_PROFILE',
    message: expect.stringMatching(says),
  })
})
