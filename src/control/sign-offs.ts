// Sign-offs: a chain of rows in which each holds a hash over itself, the figures signed and the one before: any change shows.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Control } from './database.ts'
import { inTurn } from './engine.ts'
import { Problem } from '../core/errors.ts'
import { reconciliationById } from './reconciliations.ts'
import type { Scope } from './reconciliations.ts'
import type { ReconciliationsTable, SignOffsTable } from './schema.ts'

export type NewSignOff = Omit<SignOffsTable, 'seq' | 'chain_hash'>

/** A row of the chain as it is read. */
export interface SignOffRow extends NewSignOff {
  readonly seq: number
  readonly chain_hash: string
}

/** A row of the chain with the comparison that was signed as it is kept now. */
export interface ChainLink extends SignOffRow {
  readonly signed: ReconciliationsTable | undefined
}

const beforeTheFirst = ''
const signingTries = 50

const figuresOf = (signed: ReconciliationsTable | undefined): readonly (string | number)[] =>
  signed === undefined
    ? []
    : [
        signed.at,
        signed.report,
        signed.site_id,
        signed.span_from,
        signed.span_to,
        signed.file_sha256,
        signed.native_total,
        signed.our_total,
        signed.variance,
        signed.verdict,
        signed.settings,
        signed.differences,
      ]

const hashOver = (before: string, row: NewSignOff, signed: ReconciliationsTable | undefined): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        before,
        row.reconciliation_id,
        row.signed_at,
        row.signed_by,
        row.role,
        row.comment,
        figuresOf(signed),
      ]),
    )
    .digest('hex')

const newestHash = async ({ db }: Control): Promise<string> => {
  const row = await db
    .selectFrom('sign_offs')
    .select('chain_hash')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.chain_hash ?? beforeTheFirst
}

/**
 * Adds a row to the chain. Another process may sign between the reading of the newest hash and the writing: the writing then
 * finds another newest row, adds nothing, and is tried again.
 * @returns the hash of the row.
 * @throws Problem HOME_UNUSABLE where others were faster each time.
 */
export const signOff = async (control: Control, row: NewSignOff): Promise<string> => {
  const signed = await reconciliationById(control, row.reconciliation_id)
  for (let tried = 0; tried < signingTries; tried += 1) {
    const before = await newestHash(control)
    const hash = hashOver(before, row, signed)
    const statement = sql`
      insert into sign_offs (reconciliation_id, signed_at, signed_by, role, comment, chain_hash)
      select ${row.reconciliation_id}, ${row.signed_at}, ${row.signed_by}, ${row.role}, ${row.comment}, ${hash}
      where cast(${before} as text) =
        coalesce((select chain_hash from sign_offs order by seq desc limit 1), ${beforeTheFirst})`
    const { numAffectedRows } = await inTurn(control, 'sign_offs', (db) => statement.execute(db))
    if (numAffectedRows === 1n) return hash
  }
  throw new Problem('HOME_UNUSABLE', {
    what: 'The sign-off could not be written: others signed at the same moment each time.',
    remedy: 'Sign again.',
  })
}

/** All sign-offs in the order of the chain. */
export const signOffs = async (control: Control): Promise<ChainLink[]> => {
  const rows = await control.db.selectFrom('sign_offs').selectAll().orderBy('seq').execute()
  const links: ChainLink[] = []
  for (const row of rows)
    links.push({ ...row, signed: await reconciliationById(control, row.reconciliation_id) })
  return links
}

/** The sign-offs of one scope, oldest first. */
export const signOffsOf = ({ db }: Control, { report, siteId, from, to }: Scope): Promise<SignOffRow[]> =>
  db
    .selectFrom('sign_offs')
    .innerJoin('reconciliations', 'reconciliations.id', 'sign_offs.reconciliation_id')
    .selectAll('sign_offs')
    .where('reconciliations.report', '=', report)
    .where('reconciliations.site_id', '=', siteId)
    .where('reconciliations.span_from', '=', from)
    .where('reconciliations.span_to', '=', to)
    .orderBy('sign_offs.seq')
    .execute()

/** The first row whose hash is not the one over itself, what it signs and the row before; undefined where the chain is whole. */
export const brokenLink = (rows: readonly ChainLink[]): SignOffRow | undefined =>
  rows.find(
    (row, nth) => row.chain_hash !== hashOver(rows[nth - 1]?.chain_hash ?? beforeTheFirst, row, row.signed),
  )
