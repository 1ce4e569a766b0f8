// Broken files: each is refused in words that name the column, the cell, or what the file is instead.
import { expect, test } from 'vitest'
import { readingOf } from './report-reading.ts'
import { lines, us, usHeader } from '../reconcile/sales-csv.ts'

const refusals: readonly (readonly [string, string, string | Buffer, string, RegExp])[] = [
  [
    'a missing column',
    'sales',
    us({}).replace('Sale ID', 'Ticket'),
    'REPORT_PROFILE',
    /no column "sale id"\. Its headers are: "Sale Date", .*"Ticket"/,
  ],
  [
    'several missing columns',
    'sales',
    'Sale Date,Client ID,Item name,Location\r\n6/1/2026,1,Mat,A',
    'REPORT_PROFILE',
    /"sale id", "total paid w\/ payment method", "payment method" \(or the caption of its table\)/,
  ],
  [
    'another report',
    'sales',
    lines('Name,Home phone,Email', 'Doe,1,a@b'),
    'REPORT_PROFILE',
    /no Sales report.*Its headers are: "Name", "Home phone", "Email"/,
  ],
  ['an empty file', 'sales', '', 'REPORT_PROFILE', /is empty/],
  ['nothing but blanks', 'sales', ' \r\n\r\n', 'REPORT_PROFILE', /is empty/],
  [
    'a header above rows of something else',
    'sales',
    lines(usHeader, ',77,"Doe, Jane",,,,,Downtown,,,,12.00,1,12.00,0,0.00,0.00,12.00,12.00,Visa'),
    'REPORT_PROFILE',
    /Row 2 is the first: it has no "sale id" or "item name"/,
  ],
  [
    'a sum in words',
    'sales',
    us({}, { paid: 'twelve' }),
    'REPORT_PROFILE',
    /Row 3, column "Total Paid w\/ Payment Method": "twelve" is no amount/,
  ],
  [
    'a date that is none',
    'sales',
    us({ date: '31/31/2026' }),
    'REPORT_PROFILE',
    /Row 2, column "Sale Date": "31\/31\/2026" is no date/,
  ],
  [
    'a date that is missing',
    'sales',
    us({}, { date: '' }),
    'REPORT_PROFILE',
    /Row 3, column "Sale Date": "" is no date/,
  ],
  [
    'both orders of dates',
    'sales',
    us({}, { date: '14/6/2026' }),
    'REPORT_PROFILE',
    /"Sale Date" mixes day\/month .*month\/day/,
  ],
  [
    'both marks of decimals',
    'sales',
    us({}, { paid: '1,50' }),
    'REPORT_PROFILE',
    /"Total Paid w\/ Payment Method" mixes decimal points \(row 2: "12.00"\) and decimal commas \(row 3: "1,50"\)/,
  ],
  [
    'dates that can be read in two ways',
    'sales',
    us({ date: '6/5/2026' }),
    'REPORT_SETTINGS',
    /"Sale Date" can be read as month\/day and as day\/month/,
  ],
  [
    'a quote that nothing closes',
    'sales',
    `${us({})}\r\n"6/14/2026,${'x,'.repeat(600_000)}`,
    'REPORT_PROFILE',
    /no readable CSV below row 2/,
  ],
  [
    'a time that is none',
    'attendance-without-revenue',
    'Date,Time,Client ID,Type,Pricing Option,Visit Location\r\n6/14/2026,late,77,Flow,Pack,Downtown',
    'REPORT_PROFILE',
    /Row 2, column "Time": "late" is no time/,
  ],
  [
    'an id that a spreadsheet has rounded',
    'sales',
    us({ client: '1.23457E+11' }),
    'REPORT_PROFILE',
    /Row 2, column "Client ID": "1.23457E\+11" is no whole id: a spreadsheet has rounded it/,
  ],
  [
    'half a visit',
    'visits-remaining',
    'Client ID,Service Category,Pricing option,Visits Remaining\r\n77,Yoga,Pack,2.5',
    'REPORT_PROFILE',
    /Row 2, column "Visits Remaining": "2.5" is no count/,
  ],
  ['a PDF', 'sales', '%PDF-1.7', 'REPORT_PROFILE', /is a PDF/],
  ['a picture', 'sales', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10]), 'REPORT_PROFILE', /is a picture/],
  [
    'an old Excel workbook',
    'sales',
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]),
    'REPORT_PROFILE',
    /old Excel workbook/,
  ],
  [
    'an encrypted workbook',
    'sales',
    Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.from('EncryptedPackage', 'utf16le')]),
    'REPORT_PROFILE',
    /protected by a password/,
  ],
  ['an archive', 'sales', 'PK\u0003\u0004notes.txt', 'REPORT_PROFILE', /is a packed file/],
  [
    'an OpenDocument spreadsheet',
    'sales',
    'PK\u0003\u0004mimetypeapplication/vnd.oasis.opendocument.spreadsheet',
    'REPORT_PROFILE',
    /OpenDocument/,
  ],
  [
    'a broken workbook',
    'sales',
    'PK\u0003\u0004xl/workbook.xml',
    'REPORT_PROFILE',
    /no readable Excel workbook/,
  ],
  [
    'a spreadsheet in XML',
    'sales',
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
    'REPORT_PROFILE',
    /XML spreadsheet/,
  ],
  ['bytes that are no text', 'sales', Buffer.from([1, 0, 0, 7, 0]), 'REPORT_PROFILE', /no text/],
  [
    'a sign-in page',
    'sales',
    '<!DOCTYPE html><form><input type="password"></form>',
    'REPORT_PROFILE',
    /sign-in page/,
  ],
  [
    'a page without a table',
    'sales',
    '<html><body>The report failed.</body></html>',
    'REPORT_PROFILE',
    /"The report failed\."/,
  ],
]

test.each(refusals)('%s is refused in words', async (_, report, content, code, says) => {
  await expect(readingOf(report, content)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(says),
  })
})
