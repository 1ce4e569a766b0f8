// In what order rows that are alike are taken: by what they hold, and by their number only where they hold the same.

const ofFile = 'local_date parent item facet amount client location category row_no'.split(' ')

const ofOurs =
  `is_inside is_returned is_return is_late tip_part tax_part discount_part gift_card_part account_part is_autopay
  is_unlimited in_accrual in_cash is_valued is_active_location original_local_date settlement_date changed_at local_date at_local
  parent item facet amount client location location_id category our_no`.split(/\s+/)

/**
 * Columns by which rows of the file are ordered wherever one must come before another: all that a cause can rest on, so that the order
 * of the file decides nothing.
 * @param side what the columns stand under, such as `n.`
 */
export const fileOrder = (side = ''): string => ofFile.map((column) => `${side}${column}`).join(', ')

/**
 * The same for rows of ours; those of the period come first.
 * @param equal columns in which the rows are equal already: to sort a whole side by them takes memory and tells nothing
 */
export const ourOrder = (side = '', equal: readonly string[] = []): string =>
  ofOurs
    .filter((column) => !equal.includes(column))
    .map((column) => `${side}${column}${column === 'is_inside' ? ' desc' : ''}`)
    .join(', ')
