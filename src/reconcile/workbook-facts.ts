// What was compared, for the sheet Summary: report, file and its hash, rows, and each setting with how it is known.
import type { Row } from 'write-excel-file/node'
import { settingNames, sourceWords } from './outcome-words.ts'
import type { Reconciled } from './outcome.ts'
import { bold, count, heads, text, words } from './workbook-cells.ts'

const fact = (name: string, value: string): Row => [bold(name), text(value)]

export const factRows = (found: Reconciled): readonly Row[] => [
  heads(['What was compared', '', '']),
  fact('Report', `${found.title} (${found.report})`),
  fact('Site', String(found.site_id)),
  fact('Period', `${found.from} to ${found.to}`),
  fact('Currency', found.currency ?? ''),
  fact('Unit', found.unit === 'money' ? 'money' : 'rows and counts'),
  fact('File', found.file),
  fact('SHA-256 of the file', found.file_sha256),
  fact('Headers', found.profile),
  fact('Exported (UTC)', found.exported_at ?? 'not known'),
  fact('Compared (UTC)', found.reconciled_at),
  [bold('Rows of the file'), count(found.rows.native)],
  [bold('Rows of the marts'), count(found.rows.ours)],
  [bold('Matched'), count(found.rows.matched)],
  [],
  heads(['Setting', 'Value', 'How it is known']),
  ...found.settings.map(({ name, value, source }): Row => [
    bold(settingNames[name]),
    words(value),
    text(sourceWords[source]),
  ]),
]
