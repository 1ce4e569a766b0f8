// Rules about where: sales of the online store, and places that are no longer active.
import type { Mismatch } from './mismatch.ts'
import type { Rule } from './rule.ts'
import { firstOf, isHeld, isNativeAlone, isOffBasis, isOursAlone, isPair, isPart } from './rule.ts'

const placesDiffer = ({ native_location: native, our_location: ours }: Mismatch): boolean =>
  native !== null && ours !== null && native !== ours

/** Equal but for the fact in question: otherwise the amount or the day is what has to be explained. */
const isEqualInAmountAndDay = (mismatch: Mismatch): boolean =>
  mismatch.gap === 0 && (mismatch.native_date === null || mismatch.native_date === mismatch.our_date)

/** 5: one side has the online store (98), the other a place of its own; or both are there, and one is too many. */
export const location98: Rule = (mismatch, context) => {
  const { native_location: native, our_location: ours, gap, online_part: online } = mismatch
  const isOnline = mismatch.is_our_place_online === true || mismatch.is_native_place_online === true
  return firstOf(
    isPair(mismatch) && isEqualInAmountAndDay(mismatch) && placesDiffer(mismatch) && isOnline
      ? `At ${native ?? 'no place'} in the file, at ${ours ?? 'no place'} here: an online sale stands under the online store (98) or under the place it was made for.`
      : undefined,
    mismatch.is_online_copy
      ? 'The same row stands on this side twice, once under the online store (98): one sale under two places.'
      : undefined,
    mismatch.pass === 'not_counted' &&
      mismatch.is_our_place_online === true &&
      !isOffBasis(mismatch, context.basis)
      ? 'Our row is of the online store (98), which the report leaves out.'
      : undefined,
    isHeld(mismatch, context) && isPart(gap, online)
      ? 'The difference is what the online store (98) adds to this sum.'
      : undefined,
  )
}

/** 19: rows of a place that is no longer listed, on one side only. */
export const inactiveLocation: Rule = (mismatch, context) => {
  const { native_location: native, our_location: ours, gap, inactive_part: inactive } = mismatch
  const isOursInactive = mismatch.is_our_place_active === false
  return firstOf(
    (isOursAlone(mismatch) || mismatch.pass === 'not_counted') && isOursInactive
      ? `Our row is of ${ours ?? 'a place'}, which is no longer active.`
      : undefined,
    isNativeAlone(mismatch) && mismatch.is_native_place_active === false
      ? `The file's row is of ${native ?? 'a place'}, which is not among the active places.`
      : undefined,
    isPair(mismatch) &&
      isEqualInAmountAndDay(mismatch) &&
      isOursInactive &&
      mismatch.is_native_place_active === true
      ? `At ${native ?? 'no place'} in the file; here at ${ours ?? 'a place'}, which is no longer active.`
      : undefined,
    isHeld(mismatch, context) && isPart(gap, inactive)
      ? 'The difference is what places that are no longer active add to this sum.'
      : undefined,
  )
}
