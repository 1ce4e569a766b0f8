// What to bear in mind when a verdict is read: what could not be told, and what was never confirmed.
import type { Findings } from './outcome.ts'

/** Sentences for a person; none where nothing is to be said. */
export const notesOf = ({
  report,
  file,
  profile,
  exported_at: exportedAt,
  differences,
}: Findings): readonly string[] => [
  ...(exportedAt === null && differences.length > 0
    ? [
        'When the file was exported is not known, so edits made since cannot be told from other causes: give --exported-at.',
      ]
    : []),
  ...(profile === 'unconfirmed' && differences.length > 0
    ? [
        `The headers of this report were never seen in a real file: look once with reconcile profile --report ${report} --file ${file}.`,
      ]
    : []),
]
