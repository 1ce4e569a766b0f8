// What the published marts were made from besides the warehouse: the finance tables as they were, and whether the journal was.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../core/errors.ts'
import { renameDurably, sha256Of, writeFlushed } from '../lakehouse/durable.ts'
import { homePaths } from '../lakehouse/home.ts'
import type { FinanceTables } from './gl-tables.ts'
import { tableNames } from './table-columns.ts'

export interface PublishedFrom {
  readonly finance_hash: string
  /** False when the build was of a selection without the journal: it is older than the marts say. */
  readonly has_journal: boolean
}

/** The tables as they count, shipped ones included; notes and the layout of the files aside. */
export const financeHash = ({ tables }: FinanceTables): string =>
  sha256Of(JSON.stringify(tableNames.map((name) => tables[name].rows.map(({ cells }) => cells))))

const recordOf = (home: string): string => join(homePaths(home).work, 'published-from.json')

/** Puts on record what marts were made from, once they are published. */
export const recordPublished = async (home: string, from: PublishedFrom): Promise<void> => {
  const path = recordOf(home)
  await writeFlushed(`${path}.next`, Buffer.from(JSON.stringify(from)))
  await renameDurably(`${path}.next`, path)
}

const readPublished = async (home: string): Promise<PublishedFrom | undefined> => {
  try {
    return JSON.parse(await readFile(recordOf(home), 'utf8')) as PublishedFrom
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * What is frozen must be what the tables of today say. Marts without a record were published before there was one, or their home
 * was restored without its scratch folder: of those it cannot be told.
 * @throws Problem MARTS_STALE.
 */
export const assertPublishedFrom = async (home: string, tables: FinanceTables): Promise<void> => {
  const from = await readPublished(home)
  if (from === undefined) return
  if (!from.has_journal) {
    throw new Problem('MARTS_STALE', {
      what: 'The last build was of a selection of models, without the journal and all it is made of.',
      remedy: 'Run `build` without a selection, then the same command again.',
    })
  }
  if (from.finance_hash !== financeHash(tables)) {
    throw new Problem('MARTS_STALE', {
      what: `The marts were built with other finance tables than those that count now (${tables.folder ?? 'all as shipped'}).`,
      remedy: 'Run `build`, then the same command again, both with the same --config if there is one.',
    })
  }
}
