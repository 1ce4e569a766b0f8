// Periods the studio's own books had closed before this product came: period_close.csv of its finance folder.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'

/** Tells whether the studio's books closed a period; a row without a site speaks of all sites. */
export const readBooksClosed = async (
  folder: string,
): Promise<(siteId: number, period: string) => boolean> => {
  const path = join(folder, 'period_close.csv')
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return ''
    throw error
  })
  const rows: readonly Readonly<Record<string, string>>[] = parse(text, {
    columns: true,
    bom: true,
    trim: true,
    skip_empty_lines: true,
  })
  const keys = new Set(rows.map((row) => `${row['site_id'] ?? ''} ${row['period'] ?? ''}`))
  return (siteId, period) => keys.has(`${siteId} ${period}`) || keys.has(` ${period}`)
}
