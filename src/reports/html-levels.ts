// Tables of a page within tables: each stands by itself, but for the small ones that only lay out the text of a cell.
import type { FileRow } from './file-rows.ts'
import type { OpenTable, TableRow } from './html-table.ts'
import { openTable } from './html-table.ts'

interface Level {
  readonly table: OpenTable
  /** The first row of a table within a cell of data: alone, it is but the text of that cell. */
  held: readonly TableRow[]
  isShown: boolean
}

export interface TableLevels {
  /** The innermost open table. */
  readonly table: () => OpenTable | undefined
  readonly begin: (tag: string, attributes: Readonly<Record<string, string>>) => void
  readonly end: (tag: string) => void
  readonly endAll: () => void
}

/** @param push takes each row as soon as it is whole */
export const tableLevels = (push: (row: Omit<FileRow, 'rowNumber'>) => void): TableLevels => {
  const levels: Level[] = []

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
  const beginTable = (): void => {
    const parent = levels.at(-1)?.table
    const above = parent?.takeText() ?? ''
    // What a layout table's cell says before its inner table stands above that table.
    if (parent?.isData() === true) parent.addText(above)
    else if (above !== '') push({ cells: [above] })
    levels.push({ table: openTable(), held: [], isShown: false })
  }
  const endTable = (): void => {
    const level = levels.at(-1)
    if (level === undefined) return
    level.table.closeRow()
    show(level)
    levels.pop()
    for (const { cells } of level.held) levels.at(-1)?.table.addText(` ${cells.join(' ')} `)
  }
  return {
    table: () => levels.at(-1)?.table,
    begin: (tag, attributes) => {
      const level = levels.at(-1)
      if (tag === 'table') beginTable()
      else if (tag === 'caption') level?.table.openCaption()
      else if (tag === 'td' || tag === 'th') level?.table.openCell(attributes)
      else if (tag === 'tr' && level !== undefined) {
        level.table.openRow()
        show(level)
      }
    },
    end: (tag) => {
      const level = levels.at(-1)
      if (tag === 'table') endTable()
      else if (tag === 'tr' && level !== undefined) {
        level.table.closeRow()
        show(level)
      } else level?.table.closeCell()
    },
    endAll: () => {
      while (levels.length > 0) endTable()
    },
  }
}
