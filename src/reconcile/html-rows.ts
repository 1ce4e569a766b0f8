// Rows of an exported page: those of its tables, and each text outside of them as a row of one cell.
import { Parser } from 'htmlparser2'
import type { FileRow } from './file-rows.ts'
import { headingOf } from './file-rows.ts'
import { mendedHtml } from './html-source.ts'
import type { OpenTable, TableRow } from './html-table.ts'
import { oneSpace, openTable } from './html-table.ts'

/** Payroll heads its blocks with these classes; a name alone would not tell that it is one of the staff. */
const headingClasses: Readonly<Record<string, (text: string) => Readonly<Record<string, string>>>> = {
  staffname: (text) => ({ staff: text }),
  typelocation: headingOf,
  payscale: headingOf,
}

const unread = new Set(['script', 'style', 'select', 'textarea', 'option'])
const inline = new Set([
  'a',
  'abbr',
  'b',
  'em',
  'font',
  'i',
  'img',
  'label',
  'nobr',
  'small',
  'strong',
  'sup',
  'u',
])
const insideTable = new Set(['caption', 'col', 'colgroup', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr'])

interface Level {
  readonly table: OpenTable
  /** The first row of a table within a cell of data: alone, it is but the text of that cell. */
  held: readonly TableRow[]
  isShown: boolean
}

/** Takes what the parser meets and leaves rows in `takeRows`. */
const collectRows = (): { parser: Parser; takeRows: () => readonly FileRow[] } => {
  const levels: Level[] = []
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
  const flushOutside = (): void => {
    const text = oneSpace(outside)
    if (text !== '') {
      const said = heading === undefined ? undefined : headingClasses[heading.name]?.(text)
      push({ cells: [text], ...(link && { links: [link] }), ...(said && { heading: said }) })
    }
    outside = ''
    link = undefined
  }
  const show = (level: Level): void => {
    const taken = [...level.held, ...level.table.takeRows()]
    const parent = levels[levels.indexOf(level) - 1]
    if (!level.isShown && taken.length < 2 && parent?.table.isData() === true) {
      level.held = taken
      return
    }
    level.held = []
    level.isShown ||= taken.length > 0
    const caption = level.table.caption()
    for (const { cells, links } of taken) {
      push({ cells, ...(caption !== '' && { caption }), ...(links.some(Boolean) && { links }) })
    }
  }
  const endTable = (): void => {
    const level = levels.at(-1)
    if (level === undefined) return
    level.table.closeRow()
    show(level)
    levels.pop()
    for (const { cells } of level.held) levels.at(-1)?.table.addText(` ${cells.join(' ')} `)
  }
  const beginTable = (): void => {
    flushOutside()
    const title = levels.at(-1)?.table.takeText() ?? ''
    if (title !== '' && levels.at(-1)?.table.isData() === false) push({ cells: [title] })
    else levels.at(-1)?.table.addText(title)
    levels.push({ table: openTable(), held: [], isShown: false })
  }
  const onEnd = (tag: string): void => {
    const level = levels.at(-1)
    if (tag === 'table') endTable()
    else if (tag === 'tr') level?.table.closeRow()
    else level?.table.closeCell()
    if (tag === 'tr' && level !== undefined) show(level)
  }
  const onBegin = (tag: string, attributes: Readonly<Record<string, string>>): void => {
    const table = levels.at(-1)?.table
    if (tag === 'table') beginTable()
    else if (tag === 'tr') table?.openRow()
    else if (tag === 'td' || tag === 'th') table?.openCell(attributes)
    else if (tag === 'caption') table?.openCaption()
    else if (tag === 'br') onText(' ')
    else if (!inline.has(tag) && !insideTable.has(tag)) blockBreak()
    const href = attributes['href']
    if (tag === 'a' && href !== undefined) {
      table?.addLink(href)
      link ??= table === undefined ? href : undefined
    }
  }
  /** A block parts texts outside of tables; within a cell it is a space. */
  const blockBreak = (): void => {
    if (heading === undefined && levels.at(-1)?.table.addText(' ') !== true) flushOutside()
  }
  const onText = (text: string): void => {
    if (unreadDepth > 0) return
    if (heading !== undefined || levels.at(-1)?.table.addText(text) !== true) outside += text
  }
  const parser = new Parser({
    onopentag: (tag, attributes) => {
      if (unread.has(tag)) unreadDepth += 1
      onBegin(tag, attributes)
      const name = (attributes['class'] ?? '')
        .toLowerCase()
        .split(/\s+/)
        .find((each) => each in headingClasses)
      if (name === undefined) return
      flushOutside()
      heading = { tag, name }
    },
    onclosetag: (tag) => {
      if (unread.has(tag)) unreadDepth -= 1
      if (heading?.tag === tag) {
        flushOutside()
        heading = undefined
      } else if (!inline.has(tag) && !insideTable.has(tag) && tag !== 'table') blockBreak()
    },
    ontext: onText,
    oncomment: (data) => {
      if (data.startsWith('?/')) onEnd(data.slice(2))
    },
    onend: () => {
      while (levels.length > 0) endTable()
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
