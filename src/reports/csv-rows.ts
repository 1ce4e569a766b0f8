// Rows of a CSV export, streamed.
import { parse } from 'csv-parse'
import { Readable } from 'node:stream'
import { Problem } from '../core/errors.ts'
import { csvTaste, delimiterOf } from '../finance/read-csv.ts'
import type { FileRow } from './file-rows.ts'

/** No row of a report is longer. A quote that nothing closes would swallow the rest of the file. */
const longestRow = 1_000_000

/**
 * Rows of separated text; a blank line is a row without text.
 * @param head the first characters of the text, which tell the separator
 * @throws Problem REPORT_PROFILE where the text cannot be taken apart.
 */
export const csvRows = async function* (text: AsyncIterable<string>, head: string): AsyncGenerator<FileRow> {
  const records = parse({ ...csvTaste, delimiter: delimiterOf(head), max_record_size: longestRow })
  const source = Readable.from(text)
  source.on('error', (error) => records.destroy(error))
  let rowNumber = 0
  try {
    for await (const cells of source.pipe(records) as AsyncIterable<readonly string[]>) {
      rowNumber += 1
      yield { rowNumber, cells }
    }
  } catch (error) {
    throw new Problem(
      'REPORT_PROFILE',
      {
        what: `The file is no readable CSV below row ${rowNumber}.`,
        why: error instanceof Error ? error.message : String(error),
      },
      { cause: error },
    )
  } finally {
    source.destroy()
    records.destroy()
  }
}
