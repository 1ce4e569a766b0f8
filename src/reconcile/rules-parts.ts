// Rules about what an amount holds: tax, tips, discounts, and what gift cards and client accounts paid.
import { amountText, firstOf, isOursAlone, isPair, isPart } from './rule.ts'
import type { Rule } from './rule.ts'
import type { Mismatch } from './mismatch.ts'

const partWords = { tax_part: 'the tax', tip_part: 'the tip', discount_part: 'the discount' } as const

type Part = keyof typeof partWords

const parts = ['tax_part', 'tip_part', 'discount_part'] as const satisfies readonly Part[]

/** Parts of one size cannot be told apart by it: the first rule has it, and says so. */
const asMuch = (mismatch: Mismatch, part: Part): string => {
  const others = parts.filter((other) => other !== part && isPart(mismatch.gap, mismatch[other]))
  return others.length === 0
    ? ''
    : ` Just as much is ${others.map((other) => partWords[other]).join(' and ')}, which it may be as well.`
}

const partRule =
  (part: Part): Rule =>
  (mismatch, { twin }) =>
    isPair(mismatch) && isPart(mismatch.gap, mismatch[part])
      ? `The difference is ${partWords[part]} of it, ${amountText(twin.measure.unit, Math.abs(mismatch.gap))}: one side counts it in, the other does not.${asMuch(mismatch, part)}`
      : undefined

/** 8: the difference is the tax. */
export const taxInclusion: Rule = partRule('tax_part')

const tipInPair: Rule = partRule('tip_part')

/** How tips are called where they are lines of their own. */
const tipName = /^(tips?|gratuity)\b/

/** 9: the difference is the tip, or a line that is a tip stands on one side only. */
export const tipInclusion: Rule = (mismatch, context) => {
  const { tip_part: tip, our_amount: ours, native_item: item } = mismatch
  return firstOf(
    tipInPair(mismatch, context),
    isOursAlone(mismatch) && isPart(ours, tip)
      ? 'Our line is a tip; the file has no line for it.'
      : undefined,
    mismatch.pass === null && tipName.test(item ?? '')
      ? 'The line of the file is a tip; we have no line for it.'
      : undefined,
  )
}

/** 10: the difference is the discount. */
export const discountPresentation: Rule = partRule('discount_part')

/** What the other basis leaves out: a row that both count is no matter of basis. */
const dependsOnBasis = ({ in_accrual: accrual, in_cash: cash }: Mismatch): boolean =>
  !(accrual === true && cash === true)

const basisRule =
  (part: 'gift_card_part' | 'account_part', words: string): Rule =>
  (mismatch) => {
    const { gap, our_amount: ours } = mismatch
    const paid = mismatch[part]
    const uncounted = mismatch[`uncounted_${part}`]
    const isHeld = (paid ?? 0) !== 0 || (uncounted ?? 0) !== 0
    return firstOf(
      // All of the row: a sum that holds such money among other is not missing for it.
      isOursAlone(mismatch) && isPart(ours, paid) && dependsOnBasis(mismatch)
        ? `Our row was paid by ${words}, or is money put there: one basis counts it, the other does not.`
        : undefined,
      mismatch.pass === 'not_counted' && isHeld && dependsOnBasis(mismatch)
        ? `We have the row, but it was paid by ${words}, or is money put there: this basis does not count it.`
        : undefined,
      isPair(mismatch) && (isPart(gap, paid) || isPart(gap, uncounted))
        ? `The difference is what ${words} paid or took in: one basis counts it, the other does not.`
        : undefined,
    )
  }

/** 11: paid by gift card, or a gift card sold. */
export const giftCardBasis: Rule = basisRule('gift_card_part', 'gift card')

/** 12: paid by client account, or money paid into one. */
export const accountTenderBasis: Rule = basisRule('account_part', 'client account')
