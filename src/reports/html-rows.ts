// Rows of an exported page: those of its tables, and each text outside of them as a row of one cell.
import { Parser } from 'htmlparser2'
import type { FileRow } from './file-rows.ts'
import { headingOf } from './file-rows.ts'
import { tableLevels } from './html-levels.ts'
import { mendedHtml } from './html-source.ts'
import { oneSpace } from './html-table.ts'
import { formReader } from './page-form.ts'

/** Payroll heads its blocks with these classes; a name alone would not tell that it is one of the staff. */
const headingClasses = new Map<string, (text: string) => Readonly<Record<string, string>>>([
  ['staffname', (text) => ({ staff: text })],
  ['typelocation', headingOf],
  ['payscale', headingOf],
])

const headingClassOf = (classes = ''): string | undefined =>
  classes
    .toLowerCase()
    .split(/\s+/)
    .find((name) => headingClasses.has(name))

const unread = new Set(['script', 'style', 'select', 'textarea', 'option', 'xml', 'noscript', 'svg'])
const insideTable = new Set([
  'table',
  'caption',
  'col',
  'colgroup',
  'tbody',
  'td',
  'tfoot',
  'th',
  'thead',
  'tr',
])
/** They part no words: "Yo<b>ga</b>" is one. */
const withinText = new Set(
  'a abbr b big code em font i img label mark nobr s small span strong sub sup tt u wbr'.split(' '),
)

/** Takes what the parser meets and leaves rows in `takeRows`. */
const collectRows = (): { parser: Parser; takeRows: () => readonly FileRow[] } => {
  let rows: FileRow[] = []
  let rowNumber = 0
  let outside = ''
  let link: string | undefined
  let heading: { readonly tag: string; readonly name: string } | undefined
  let unreadDepth = 0

  const push = (row: Omit<FileRow, 'rowNumber'>): void => {
    rowNumber += 1
    rows.push({ rowNumber, ...row })
  }
  const levels = tableLevels(push)
  const readForm = formReader()
  const flushOutside = (): void => {
    const text = oneSpace(outside)
    if (text !== '') {
      const said = heading === undefined ? undefined : headingClasses.get(heading.name)?.(text)
      push({ cells: [text], ...(link && { links: [link] }), ...(said && { heading: said }) })
    }
    outside = ''
    link = undefined
  }
  const addText = (text: string): void => {
    if (unreadDepth > 0) return
    if (heading !== undefined || levels.table()?.addText(text) !== true) outside += text
  }
  /** A block parts texts outside of tables; within a cell it is a space. */
  const partBlocks = (tag: string): void => {
    if (withinText.has(tag) || insideTable.has(tag)) return
    if (heading === undefined && levels.table()?.addText(' ') !== true) flushOutside()
  }
  const addLink = (address: string): void => {
    const table = levels.table()
    if (table === undefined) link ??= address
    else table.addLink(address)
  }
  const parser = new Parser({
    onopentag: (tag, attributes) => {
      const setting = readForm(tag, attributes)
      if (setting !== undefined) push({ cells: [setting] })
      if (unread.has(tag)) unreadDepth += 1
      partBlocks(tag)
      if (tag === 'table') flushOutside()
      levels.begin(tag, attributes)
      if (tag === 'a' && attributes['href'] !== undefined) addLink(attributes['href'])
      const name = headingClassOf(attributes['class'])
      if (name === undefined) return
      flushOutside()
      heading = { tag, name }
    },
    onclosetag: (tag) => {
      if (unread.has(tag)) unreadDepth -= 1
      if (heading?.tag === tag) {
        flushOutside()
        heading = undefined
      } else partBlocks(tag)
    },
    ontext: addText,
    oncomment: (data) => {
      if (data.startsWith('?/')) levels.end(data.slice(2))
    },
    onend: () => {
      levels.endAll()
      flushOutside()
    },
  })
  return {
    parser,
    takeRows: () => {
      const taken = rows
      rows = []
      return taken
    },
  }
}

/** Rows in the order in which a spreadsheet shows the page; a table within a cell of a layout table stands by itself. */
export const htmlRows = async function* (text: AsyncIterable<string>): AsyncGenerator<FileRow> {
  const { parser, takeRows } = collectRows()
  for await (const piece of mendedHtml(text)) {
    parser.write(piece)
    yield* takeRows()
  }
  parser.end()
  yield* takeRows()
}
