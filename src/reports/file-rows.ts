// The rows of a report file, whatever its form: text cells, and where they stood.

export interface FileRow {
  /** Counted from 1 as a spreadsheet that opens the file does: blank rows, titles and captions count. */
  readonly rowNumber: number
  readonly cells: readonly string[]
  /** The caption of the row's table. On screen, Sales has a table per payment method, named by its caption alone. */
  readonly caption?: string
  /** What the row says where it is known to be a heading: see `headingOf`. */
  readonly heading?: Readonly<Record<string, string>>
  /** Per cell the address it links to: some reports carry a client's id only there. */
  readonly links?: readonly (string | undefined)[]
}

export interface ReportFile {
  readonly path: string
  readonly form: 'csv' | 'xlsx' | 'html'
  /** Over the bytes as they were given: a verdict names the file it was given on. */
  readonly sha256: string
  /** The file's rows from its first one on, each time it is called. CSV and HTML are streamed; a workbook is held whole. */
  readonly rows: () => AsyncIterable<FileRow>
  /** What the file looks like when it turns out to be no report, as a sentence. */
  readonly suspicion?: string
}

const headingPatterns: readonly (readonly [string, RegExp])[] = [
  // "Class/Enrollments-- Downtown": the kind of pay before the dashes, the location behind them.
  ['location', /^[^-]+--\s*(.+)$/],
  ['pay rate', /^pay rate:\s*(.+)$/i],
  ['staff', /^(?:staff(?: member)?|teacher|instructor):\s*(.+)$/i],
  ['location', /^(?:location|studio):\s*(.+)$/i],
  ['client', /^client:\s*(.+)$/i],
]

/**
 * A heading in words, by name (`client`, `client id`, `staff`, `location`, `pay rate`): "Pay rate: 50%" is the `pay rate`. A text
 * that names nothing is the heading of a `block`.
 */
export const headingOf = (text: string): Readonly<Record<string, string>> => {
  for (const [name, pattern] of headingPatterns) {
    const value = pattern.exec(text)?.[1]
    if (value !== undefined) return { [name]: value }
  }
  return { block: text }
}

/** Names of headings, each within those before it. */
const outermostFirst = ['client', 'client id', 'staff', 'location', 'pay rate', 'block']

/** Headings in force once another is met: what stood further in is over. */
export const underHeading = (
  current: Readonly<Record<string, string>>,
  met: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => {
  if (Object.keys(met).length === 0) return current
  const level = Math.min(...Object.keys(met).map((name) => outermostFirst.indexOf(name)))
  const kept = Object.entries(current).filter(([name]) => outermostFirst.indexOf(name) < level)
  return { ...Object.fromEntries(kept), ...met }
}
