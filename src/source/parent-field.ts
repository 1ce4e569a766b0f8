// The field whose value is sent for a parent: one of its own, or that of each entry of a nested list.
import type { Row } from './records.ts'

export interface ParentField {
  /** Nested list whose entries have the field; undefined where the parent itself has it. */
  readonly list: string | undefined
  readonly field: string
}

/** Splits a card's path: `Id`, `PurchasedItems[].GiftCardBarcodeId`. */
export const parentFieldOf = (path: string): ParentField => {
  const [list = '', field] = path.split('[].')
  return field === undefined ? { list: undefined, field: list } : { list, field }
}

/** What a parent's row gives to ask for; nulls and empty texts ask for nothing. */
export const parentValues = (row: Row, path: string): readonly string[] => {
  const { list, field } = parentFieldOf(path)
  const holders = list === undefined ? [row] : row[list]
  if (!Array.isArray(holders)) return []
  return holders
    .map((holder: Row | null) => holder?.[field])
    .filter((value) => value !== null && value !== undefined && value !== '')
    .map(String)
}
