// What to bear in mind when a verdict is read: what could not be told, and what was never confirmed.
import type { Findings } from './outcome.ts'

/** Sentences for a person; none where nothing is to be said. */
export const notesOf = ({
  report,
  file,
  profile,
  exported_at: exportedAt,
  differences,
  rows,
}: Findings): readonly string[] => [
  ...(rows.ours === 0 && rows.native > 0
    ? [
        'The marts have no row at all for this site and period: see in `status` whether the streams of this report are read; pay is read only when its streams are named (docs/streams.md).',
      ]
    : []),
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
