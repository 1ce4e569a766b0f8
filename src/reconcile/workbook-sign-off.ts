// The sheet Sign-off: who signed which figures, what was waived, what has changed since, and lines to sign on paper.
import type { Row } from 'write-excel-file/node'
import { signedState } from './outcome-words.ts'
import type { Reconciled } from './outcome.ts'
import type { SignOff, Trail, Waiver } from './trail-types.ts'
import { amount, bold, heads, quiet, text, words } from './workbook-cells.ts'
import type { SheetOf } from './workbook-cells.ts'

const signHeads = [
  'Signed at (UTC)',
  'By',
  'Role',
  'File',
  'Marts',
  'Variance',
  'Comment',
  'SHA-256 of the file',
  'Hash of the chain',
]

const signRow = (sign: SignOff, unit: Reconciled['unit']): Row => [
  text(sign.signedAt),
  text(sign.signedBy),
  text(sign.role),
  amount(sign.nativeTotal, unit),
  amount(sign.ourTotal, unit),
  amount(sign.variance, unit),
  words(sign.comment),
  text(sign.fileSha256),
  text(sign.chainHash),
]

const waiverRow = (waiver: Waiver, unit: Reconciled['unit']): Row => [
  text(waiver.cause),
  text(waiver.waivedBy),
  text(waiver.isValid ? 'holds' : 'does not hold'),
  text(waiver.createdAt.slice(0, 10)),
  text(waiver.until),
  amount(waiver.maxAmount, unit),
  words(waiver.reason),
]

const line: Row[number] = { value: '', type: String, bottomBorderStyle: 'thin' }

const linesFor = (who: string): readonly Row[] => [
  [],
  [bold(who), line, null, bold('Date'), line, null, bold('Signature'), line],
]

export const signOffSheet = (found: Reconciled, trail: Trail): SheetOf => ({
  sheet: 'Sign-off',
  rows: [
    [bold(signedState(trail))],
    heads(signHeads, ['File', 'Marts', 'Variance']),
    ...trail.signOffs.map((sign) => signRow(sign, found.unit)),
    [
      quiet('now'),
      null,
      null,
      amount(found.native_total, found.unit),
      amount(found.our_total, found.unit),
      amount(found.variance, found.unit),
      null,
      text(found.file_sha256),
    ],
    [],
    ...(trail.waivers.length === 0
      ? [[quiet('No cause was waived.')]]
      : [
          heads(['Waived cause', 'By', 'State', 'On', 'Until', 'Up to', 'Reason']),
          ...trail.waivers.map((waiver) => waiverRow(waiver, found.unit)),
        ]),
    ...linesFor('Prepared by'),
    ...linesFor('Reviewed by'),
  ],
  widths: [26, 24, 14, 16, 16, 14, 50, 68, 68],
  frozen: { rows: 2 },
})
