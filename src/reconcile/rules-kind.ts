// Rules about what and who: the category, unlimited options, clients that were merged.
import type { Mismatch } from './mismatch.ts'
import type { Rule } from './rule.ts'
import { firstOf, isPair } from './rule.ts'

const differ = (native: string | null, ours: string | null): boolean =>
  native !== null && ours !== null && native !== ours

/** The pair agrees in amount and day, so that what else differs is the whole of the difference. */
const isOtherwiseEqual = (mismatch: Mismatch): boolean =>
  isPair(mismatch) &&
  mismatch.gap === 0 &&
  (mismatch.native_date === null || mismatch.native_date === mismatch.our_date)

/** 16: the same row under another category; of sums, what one name has too much another lacks. */
export const categoryMapping: Rule = (mismatch) => {
  const { native_category: native, our_category: ours, counterpart } = mismatch
  return firstOf(
    isOtherwiseEqual(mismatch) && differ(native, ours)
      ? `Under "${native ?? ''}" in the file, under "${ours ?? ''}" here; equal otherwise.`
      : undefined,
    counterpart === null
      ? undefined
      : `"${counterpart}" differs by just the opposite amount: the same money under another name, unless two differences are alike by chance.`,
  )
}

/** 17: an unlimited option's revenue per visit is its fee by the visits so far, written anew by every run. */
export const packRevenueBasis: Rule = (mismatch) =>
  isPair(mismatch) && mismatch.is_unlimited === true && mismatch.gap !== 0
    ? 'An unlimited option: the report divides its fee by the visits so far, so that its figure is of the hour it was run. Packs are the ones to compare.'
    : undefined

/** Both ends of what merges made one: the ids on the way from each to the one that remains. */
const chainWords = ({ native_merge_chain: native, our_merge_chain: ours }: Mismatch): string =>
  [native, ours].filter((chain) => chain !== null).join(' and ')

/** 18: both clients are one by the studio's merges, or the file calls the client by an id that is gone. */
export const clientMerge: Rule = (mismatch) => {
  const { native_client: native, our_client: ours } = mismatch
  if (!isOtherwiseEqual(mismatch) || !differ(native, ours)) return undefined
  const clients = `Client ${native ?? ''} in the file, ${ours ?? ''} here`
  if (mismatch.is_one_client) return `${clients}: merged, ${chainWords(mismatch)}.`
  return mismatch.is_native_client_known === false && mismatch.is_our_client_known === true
    ? `${clients}; the marts no longer know ${native ?? ''}: merged or renumbered.`
    : undefined
}
