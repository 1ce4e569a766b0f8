// The finance folder to start from: the shipped tables, with one rule per revenue category for its owner to decide.
import { access, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { Problem } from '../core/errors.ts'
import { openReadOnly } from '../lakehouse/duck.ts'
import { renameDurably, writeFlushed } from '../lakehouse/durable.ts'
import { readFinanceTables } from './gl-tables.ts'
import { postingRoles } from './gl-words.ts'
import type { PostingRole } from './gl-words.ts'
import { safeText } from './journal-export-text.ts'
import { tableColumns } from './table-columns.ts'
import type { TableName } from './table-columns.ts'

export interface InitInput {
  readonly marts: string
  readonly folder: string
  readonly projectDir: string
  /** Whether files that are there may be overwritten. */
  readonly force: boolean
}

export interface Started {
  readonly folder: string
  readonly files: readonly string[]
  /** Rules left for the studio to decide. */
  readonly categories: number
}

interface CategoryLines {
  readonly site_id: number
  readonly item_kind: string
  readonly category_id: number | null
  readonly category_name: string | null
  readonly lines: string
  readonly amount: string
  readonly currency: string
}

const mapColumns = [...tableColumns.gl_map, 'note']

const started: readonly TableName[] = ['gl_account', 'gl_map', 'recognition_policy', 'tender_map', 'tax_map']

/** Kinds whose revenue a studio tells apart by category; the rest has one account each. */
const kindsByCategory = ['service', 'product', 'other'] as const

const seenIn = async (marts: string): Promise<readonly CategoryLines[]> => {
  await using duck = await openReadOnly(marts)
  return await duck.rows<CategoryLines>(`
    select line.site_id, line.item_kind, line.category_id, category.category_name,
      format('{:,}', count(*)) as lines, format('{:,.2f}', cast(sum(line.net) as double)) as amount,
      max(line.currency) as currency
    from fct_sale_line as line
    left join dim_revenue_category as category using (site_id, category_id)
    where line.item_kind in (${kindsByCategory.map((kind) => `'${kind}'`).join(', ')})
    group by line.site_id, line.item_kind, line.category_id, category.category_name
    order by line.site_id, sum(line.net) desc, line.category_id, line.item_kind`)
}

const noteOf = ({ category_name: name, lines, amount, currency }: CategoryLines): string =>
  safeText(
    `${name ?? 'Without a category'}: ${lines} ${lines === '1' ? 'line' : 'lines'}, ${amount} ${currency}`,
  )

const assertFree = async (folder: string): Promise<void> => {
  const there: string[] = []
  for (const name of started) {
    await access(join(folder, `${name}.csv`)).then(
      () => there.push(`${name}.csv`),
      () => undefined,
    )
  }
  if (there.length === 0) return
  throw new Problem('USAGE', {
    what: `${folder} already holds ${there.join(', ')}.`,
    remedy: 'Edit those and look with `gl check`, or give --force to begin again: they are overwritten.',
  })
}

/**
 * Writes a finance folder to start from.
 * @throws Problem USAGE when it would overwrite something, HOME_UNUSABLE when no marts are published yet.
 */
export const startFinanceFolder = async (input: InitInput): Promise<Started> => {
  const { folder, projectDir } = input
  const seen = await seenIn(input.marts)
  if (!input.force) await assertFree(folder)
  const { tables } = await readFinanceTables({ folder: undefined, projectDir })
  const roles = tables.gl_map.rows
    .map(({ cells }) => cells)
    .filter(
      ({ posting_role: role, item_kind: kind }) =>
        role !== 'REVENUE' || !kindsByCategory.some((own) => own === kind),
    )
    .map((cells) => ({ ...cells, note: postingRoles[cells['posting_role'] as PostingRole] }))
  const categories = seen.map((lines) => ({
    rule_id: [lines.item_kind, lines.category_id ?? 'any', lines.site_id].join('_'),
    posting_role: 'REVENUE',
    site_id: lines.site_id,
    item_kind: lines.item_kind,
    revenue_category_id: lines.category_id,
    note: noteOf(lines),
  }))
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of started) {
    const path = join(folder, `${name}.csv`)
    const body =
      name === 'gl_map'
        ? Buffer.from(stringify([...categories, ...roles], { header: true, columns: mapColumns }))
        : await readFile(join(projectDir, 'seeds', `${name}.csv`))
    // A build may be reading the folder: it sees a table whole or not at all.
    await writeFlushed(`${path}.next`, body)
    await renameDurably(`${path}.next`, path)
  }
  return { folder, files: started.map((name) => `${name}.csv`), categories: categories.length }
}
