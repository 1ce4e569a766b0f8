// A table of an exported page while it is read: cells to rows, with spans over columns and rows.

export interface TableRow {
  readonly cells: readonly string[]
  readonly links: readonly (string | undefined)[]
}

interface Cell {
  text: string
  link: string | undefined
  readonly columns: number
}

/** An open table. Whatever opens ends what was open: in the wild, ends and beginnings of rows are left out. */
export interface OpenTable {
  readonly openRow: () => void
  readonly openCell: (attributes: Readonly<Record<string, string>>) => void
  readonly openCaption: () => void
  readonly closeCell: () => void
  readonly closeRow: () => void
  /** Text where it belongs: into the open cell or caption; false where neither is open. */
  readonly addText: (text: string) => boolean
  readonly addLink: (address: string) => void
  readonly caption: () => string
  /** Text of the open cell so far, which is taken out of it. */
  readonly takeText: () => string
  /** Rows since the last call. */
  readonly takeRows: () => readonly TableRow[]
  /** A row with three cells and more was seen: it holds data, and is not there for the page's layout. */
  readonly isData: () => boolean
}

export const oneSpace = (text: string): string => text.replace(/\s+/g, ' ').trim()
const spanOf = (text: string | undefined): number =>
  Math.min(Math.max(Number.parseInt(text ?? '1', 10) || 1, 1), 200)

export const openTable = (): OpenTable => {
  let row: Cell[] | undefined
  let cell: Cell | undefined
  let caption: string | undefined
  let isInCaption = false
  let isData = false
  let rows: TableRow[] = []
  /** Per column the rows below that a cell above still covers. */
  const covered = new Map<number, number>()

  const widthOf = (cells: readonly Cell[]): number => cells.reduce((sum, { columns }) => sum + columns, 0)
  const skipCovered = (cells: Cell[]): void => {
    for (let left = covered.get(widthOf(cells)) ?? 0; left > 0; left = covered.get(widthOf(cells)) ?? 0) {
      covered.set(widthOf(cells), left - 1)
      cells.push({ text: '', link: undefined, columns: 1 })
    }
  }
  const closeRow = (): void => {
    cell = undefined
    if (row === undefined) return
    skipCovered(row)
    isData ||= row.length > 2
    const cells: string[] = []
    const links: (string | undefined)[] = []
    for (const { text, link, columns } of row) {
      cells.push(oneSpace(text))
      links.push(link)
      for (let covers = 1; covers < columns; covers += 1) {
        cells.push('')
        links.push(undefined)
      }
    }
    rows.push({ cells, links })
    row = undefined
  }
  return {
    openRow: () => {
      closeRow()
      row = []
    },
    openCell: (attributes) => {
      row ??= []
      skipCovered(row)
      isInCaption = false
      const below = spanOf(attributes['rowspan']) - 1
      const columns = spanOf(attributes['colspan'])
      if (below > 0) {
        for (let index = 0; index < columns; index += 1) covered.set(widthOf(row) + index, below)
      }
      cell = { text: '', link: undefined, columns }
      row.push(cell)
    },
    openCaption: () => {
      isInCaption = true
      caption = ''
    },
    closeCell: () => {
      cell = undefined
      isInCaption = false
    },
    closeRow,
    addText: (text) => {
      if (cell !== undefined) cell.text += text
      else if (isInCaption) caption = (caption ?? '') + text
      return cell !== undefined || isInCaption
    },
    addLink: (address) => {
      if (cell !== undefined) cell.link ??= address
    },
    caption: () => oneSpace(caption ?? ''),
    takeText: () => {
      const taken = oneSpace(cell?.text ?? '')
      if (cell !== undefined) cell.text = ''
      return taken
    },
    takeRows: () => {
      const taken = rows
      rows = []
      return taken
    },
    isData: () => isData,
  }
}
