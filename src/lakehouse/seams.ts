// Continuity between the pages of a slice: neighbours that were asked to overlap must share a row.
import type { Stream } from '../source/stream.ts'
import type { Duck } from './duck.ts'
import { quoteName } from './duck.ts'
import { keyColumns } from './raw-schema.ts'

/** A page that shares no row with the one before it. */
export interface BrokenSeam {
  /** Place of the slice in the typing job. */
  readonly slice: number
  /** Path of the later page. */
  readonly file: string
}

/**
 * Seams of the typing job that do not hold. Rows deleted while we page move the ones behind them forward, past
 * the next offset; an overlap without a shared key shows that, where a count of rows does not.
 */
export const brokenSeams = async (duck: Duck, stream: Stream): Promise<readonly BrokenSeam[]> => {
  const key = keyColumns(stream).map(quoteName).join(', ')
  return duck.rows<BrokenSeam>(`
    with seams as (
      select seq, slice_no, file from page_list
      where overlap > 0 and seq in (select _seq from typed) and seq - 1 in (select _seq from typed)
    ), shared as (
      select distinct later._seq as seq
      from typed as later
      join (select ${key}, _seq + 1 as _seq, _slice from typed) as earlier using (${key}, _seq, _slice)
      where later._seq in (select seq from seams)
    )
    select slice_no as slice, file from seams where seq not in (select seq from shared) order by seq`)
}
