// Rules about rows that stand alone or twice: cut off, copied, returned, combined, missing.
import type { Mismatch } from './mismatch.ts'
import type { Rule } from './rule.ts'
import { firstOf, isHeld, isNativeAlone, isOffBasis, isOursAlone, isPair, isPart } from './rule.ts'

/** Where the other row stands, if it is one of the file. */
const atRow = ({ like_row_no: rowNo }: Mismatch): string => (rowNo === null ? '' : ` (row ${rowNo})`)

/** 2: the file ends at a row count at which exports are cut off, and ours is beyond it. */
export const exportTruncated: Rule = (mismatch, { cappedAt }) =>
  cappedAt !== undefined && isOursAlone(mismatch)
    ? `The file has ${cappedAt} rows, at which Mindbody cuts this report off; our row is not in it.`
    : undefined

/** 3, for one row: the settings leave our row out, and nothing else tells why the file has it. */
export const settingsLeaveOut: Rule = (mismatch, { basis }) => {
  const { pass, gift_card_part: card, account_part: account, is_return: isReturn } = mismatch
  if (pass !== 'not_counted') return undefined
  const hasOwnCause =
    (card ?? 0) !== 0 ||
    (account ?? 0) !== 0 ||
    isReturn === true ||
    (!isOffBasis(mismatch, basis) &&
      (mismatch.is_our_place_online === true || mismatch.is_our_place_active === false))
  return hasOwnCause
    ? undefined
    : 'We have the row, but the basis, places or returns it is compared under leave it out.'
}

/** 6: a row alone that equals a matched row of its own side. */
export const duplicate: Rule = (mismatch) =>
  mismatch.is_duplicate
    ? `${isOursAlone(mismatch) ? 'We have' : 'The file has'} the same key, day and amount once more, and that row${atRow(mismatch)} is matched.`
    : undefined

/** 7: a reversal that only one side shows. */
export const returnedOrVoided: Rule = (mismatch, context) => {
  const { knowsReturns } = context
  const { native_amount: native, our_amount: ours, is_returned: isReturned, is_return: isReturn } = mismatch
  const differsInSign = native * ours < 0 || (isReturned === true && native * ours === 0)
  return firstOf(
    mismatch.is_reversal
      ? `The other side has the same line with the opposite sign${atRow(mismatch)}.`
      : undefined,
    isOursAlone(mismatch) && (isReturned === true || isReturn === true || (knowsReturns && ours < 0))
      ? 'Our line is returned or void, and the file does not show it.'
      : undefined,
    isNativeAlone(mismatch) && knowsReturns && native < 0
      ? 'The file holds a return that we do not.'
      : undefined,
    mismatch.pass === 'not_counted' && isReturn === true
      ? 'Our line is a return, which the report is run without.'
      : undefined,
    isPair(mismatch) && (isReturned === true || isReturn === true) && differsInSign
      ? 'Our line is returned or void; the file does not show it so.'
      : undefined,
    isHeld(mismatch, context) && isPart(mismatch.gap, mismatch.returns_part)
      ? 'The difference is what returns take from this sum.'
      : undefined,
  )
}

/** 15: one row of the file is several of ours. */
export const combinedAutopay: Rule = ({ pass, our_nos: nos }) =>
  pass === 'sum'
    ? `One row of the file is the sum of ${nos.length} of ours: autopays or tenders shown as one.`
    : undefined

/** 20: only in the file; or a visit whose sale was never read, so that we cannot price it. */
export const missingInApi: Rule = (mismatch, { twin }) =>
  firstOf(
    isNativeAlone(mismatch) && twin.isKeyShared === true
      ? 'The file has more rows of this day, place and kind than were read from the API, and it may be any of those alike.'
      : undefined,
    isNativeAlone(mismatch) ? 'In the file, not among the rows read from the API.' : undefined,
    isPair(mismatch) && mismatch.is_valued === false
      ? 'We have the row but not its amount: the sale it rests on was not read from the API.'
      : undefined,
  )

/** 21: only here. */
export const missingInNative: Rule = (mismatch, { twin }) => {
  if (!isOursAlone(mismatch)) return undefined
  return twin.isKeyShared === true
    ? 'The file has fewer rows of this day, place and kind, and names nobody: it may be any of ours alike. Look for a filter of the report.'
    : 'Read from the API, not in the file: look for a filter of the report.'
}

/** 22: a cent, on the same day. */
export const rounding: Rule = (mismatch, { twin }) =>
  isPair(mismatch) &&
  twin.measure.unit === 'money' &&
  Math.abs(mismatch.gap) === 1 &&
  (mismatch.native_date === null || mismatch.native_date === mismatch.our_date)
    ? 'One cent apart: each side rounds its own way.'
    : undefined

/** 23: whatever is left, said as exactly as it can be. */
export const unexplained: Rule = (mismatch) => {
  const { native_date: day, our_date: ours, gap } = mismatch
  const differing = [
    ...(gap === 0 ? [] : ['amount']),
    ...(day !== null && day !== ours ? ['date'] : []),
    ...(['parent', 'item', 'facet', 'client', 'location', 'category'] as const).filter((name) => {
      const native = mismatch[`native_${name}`]
      const own = mismatch[`our_${name}`]
      return native !== null && own !== null && native !== own
    }),
  ]
  const words: Readonly<Record<string, string>> = {
    parent: 'number',
    facet: 'payment method, time or last day',
  }
  return `The two rows differ in ${differing.map((name) => words[name] ?? name).join(' and ') || 'the period they stand in'}, and no rule explains it.`
}
