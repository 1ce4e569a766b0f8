// The door to stdout for people: lines, tables, one JSON object, and progress on stderr.
import pc from 'picocolors'

export interface Progress {
  /** Shows `done` of `total`; without a total only the count. */
  set(done: number, total?: number, note?: string): void
  end(note?: string): void
}

export interface Printer {
  readonly json: boolean
  line(text?: string): void
  heading(text: string): void
  table(rows: readonly object[], columns?: readonly string[]): void
  /** The one object of `--json`; nothing else may be printed to stdout then. */
  object(value: object): void
  progress(label: string): Progress
}

export interface PrinterOptions {
  readonly json: boolean
  /** Whether stderr is a terminal: bars there, plain lines elsewhere. */
  readonly isTty: boolean
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly nowMs?: () => number
}

const cell = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number')
    return Number.isInteger(value) ? value.toLocaleString('en-US') : String(value)
  return String(value)
}

const isNumeric = (value: unknown): boolean => typeof value === 'number' || typeof value === 'bigint'

/** Renders rows as an aligned text table; numbers to the right. */
export const renderTable = (
  given: readonly object[],
  columns: readonly string[] = Object.keys(given[0] ?? {}),
): string => {
  const rows: readonly Record<string, unknown>[] = given.map((row) => ({ ...row }))
  const cells = rows.map((row) => columns.map((column) => cell(row[column])))
  const right = columns.map((column) => rows.some((row) => isNumeric(row[column])))
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...cells.map((line) => line[index]?.length ?? 0)),
  )
  const render = (line: readonly string[]): string =>
    line
      .map((text, index) =>
        right[index] === true ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [render(columns), render(widths.map((width) => '-'.repeat(width))), ...cells.map(render)].join('\n')
}

const barWidth = 24

const bar = (done: number, total: number): string => {
  const filled = total > 0 ? Math.min(barWidth, Math.round((done / total) * barWidth)) : 0
  return `[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}]`
}

/** Builds the printer of a command. */
export const createPrinter = (options: PrinterOptions): Printer => {
  const nowMs = options.nowMs ?? Date.now
  const line = (text = ''): void => {
    if (!options.json) options.out(`${text}\n`)
  }
  const barProgress = (label: string): Progress => {
    let drawnAtMs = 0
    const draw = (text: string): void => options.err(`\r\x1b[K${label.padEnd(18)} ${text}`)
    return {
      set: (done, total, note = '') => {
        if (nowMs() - drawnAtMs < 80) return
        drawnAtMs = nowMs()
        draw(
          total === undefined
            ? `${cell(done)} ${note}`
            : `${bar(done, total)} ${cell(done)}/${cell(total)} ${note}`,
        )
      },
      end: (note = 'done') => {
        draw(note)
        options.err('\n')
      },
    }
  }
  const lineProgress = (label: string): Progress => {
    let printedAtMs = nowMs()
    return {
      set: (done, total, note = '') => {
        // Ten seconds: a log a person can still read, and proof of life for a scheduler.
        if (nowMs() - printedAtMs < 10_000) return
        printedAtMs = nowMs()
        options.err(`${label}: ${cell(done)}${total === undefined ? '' : `/${cell(total)}`} ${note}\n`)
      },
      end: (note = 'done') => options.err(`${label}: ${note}\n`),
    }
  }
  return {
    json: options.json,
    line,
    heading: (text) => line(`\n${pc.bold(text)}`),
    table: (rows, columns) => {
      if (rows.length > 0) line(renderTable(rows, columns))
    },
    object: (value) => {
      if (options.json) options.out(`${JSON.stringify(value)}\n`)
    },
    progress: options.isTty ? barProgress : lineProgress,
  }
}
