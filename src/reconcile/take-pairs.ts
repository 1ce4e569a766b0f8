// Keeps the pairs a pass has found, and takes their rows out of what is left to pair.
import type { Duck } from '../lakehouse/duck.ts'
import type { PassName } from './passes.ts'

/**
 * Adds what `select` finds (row_no, our_no) to `pairs`, and takes both rows out of `left_native` and `left_ours`.
 * @returns how many pairs were found.
 */
export const takePairs = async (duck: Duck, pass: PassName, select: string): Promise<number> => {
  await duck.run(`create or replace table found as ${select}`)
  const { pairs } = await duck.row<{ pairs: number }>('select count(*) as pairs from found')
  if (pairs === 0) return 0
  await duck.run(`
    insert into pairs select row_no, our_no, '${pass}', false from found;
    delete from left_native where row_no in (select row_no from found);
    delete from left_ours where our_no in (select our_no from found)`)
  return pairs
}
