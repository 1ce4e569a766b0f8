// Report files to rows of cells: forms told by their bytes, times to the minute, rows under the numbers a spreadsheet shows.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import { dateOf, minutesOf } from '../../src/finance/dates.ts'
import { openReport } from '../../src/reports/report-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-report-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const rowsOf = async (content: string | Uint8Array): Promise<readonly (readonly string[])[]> => {
  const file = join(folder, 'report')
  await writeFile(file, content)
  const rows: (readonly string[])[] = []
  for await (const { rowNumber, cells } of (await openReport(file)).rows()) {
    rows.push(cells)
    expect(rowNumber).toBe(rows.length)
  }
  return rows
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

test('a file can be read again and again, and left in the middle', async () => {
  const file = join(folder, 'twice')
  await writeFile(file, 'a,b\n'.repeat(10_000))
  const opened = await openReport(file)
  const countTo = async (limit: number): Promise<number> => {
    let count = 0
    for await (const { cells } of opened.rows()) {
      count += cells.length
      if (count >= limit) break
    }
    return count
  }
  expect([await countTo(4), await countTo(Infinity), await countTo(Infinity)]).toEqual([4, 20_000, 20_000])
})
