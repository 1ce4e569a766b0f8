// The passes in which the rows of a file find the rows of its twin, as data: from the strictest likeness to the loosest.
import type { ReportTwin } from '../reports/report-profile.ts'

export type PassName =
  | 'exact'
  | 'tolerance'
  | 'next_day'
  | 'not_counted'
  | 'name'
  | 'other_day'
  | 'client'
  | 'sum'
  | 'parts'
  | 'amount'
  | 'client_item_amount'

type Column = 'parent' | 'item' | 'facet' | 'day' | 'amount' | 'client' | 'survivor' | 'location'

/** Pairs rows that agree in some columns, and are apart by just so much in others. Each looks at what earlier ones left over. */
export interface Pass {
  readonly name: PassName
  readonly same: readonly Column[]
  /** The file's day less ours, in days; 0 where not said. */
  readonly dayShift?: number
  /** The file's amount less ours, in hundredths; 0 where not said. */
  readonly amountShift?: number
  /** The key begins with the client: the file's must be unknown to the marts, for two known people are two people. */
  readonly isForUnknownClient?: boolean
  /** The key begins with the client: both are known, and merges made them one. */
  readonly isForMergedClient?: boolean
  /** Both stand at a place that is no longer listed: the marts know it by its number only, whatever the file calls it. */
  readonly isForGonePlace?: boolean
  /** Pairs with rows that the settings leave out: they tell why the file has the row, and add nothing to our total. */
  readonly isNotCounted?: boolean
  /** Amounts differ: the nearest two are paired first. */
  readonly isNearest?: boolean
}

/** In words, for whoever reads a verdict. */
export const passTexts: Readonly<Record<PassName, string>> = {
  exact: 'Same key, day and amount.',
  tolerance: 'Same key and day, amounts at most one cent apart.',
  next_day: 'Same key, days next to each other, amounts at most one cent apart.',
  not_counted: 'Same key, day and amount as a row of ours that the settings leave out.',
  name: 'Same event, day and amount under another item, time, last day or payment method.',
  other_day: 'Same key and amount on another day; for keys that name one event on whatever day.',
  client: 'Same in all but the client: merges made both one, or the marts do not know the id of the file.',
  sum: 'One row of the file is the sum of several of ours.',
  parts: 'Several rows of the file are parts of one sum of ours.',
  amount: 'Same key and day, another amount; the nearest first.',
  client_item_amount: 'Same client, item and amount within a day, under another number.',
}

const key = ['parent', 'item', 'facet'] as const
/** Line tolerance: each side rounds its own way (tender allocation, tax in the price). */
const cents = [1, -1] as const

/** True where the first part of the key is the client. */
export const isKeyedByClient = (twin: ReportTwin): boolean => twin.key[0].ours === 'client_id'

/** Passes before and after the one that pairs sums, for one twin. */
export const passesOf = (
  twin: ReportTwin,
  { isDated }: { readonly isDated: boolean },
): { readonly beforeSums: readonly Pass[]; readonly afterSums: readonly Pass[] } => {
  const equalKeys: Pass = { name: 'exact', same: [...key, 'day', 'amount'] }
  const notCounted: Pass = { name: 'not_counted', same: [...key, 'day', 'amount'], isNotCounted: true }
  if (twin.isKeyShared === true) {
    // Nothing but its kind speaks for a row: that of another place is another, whether it is counted or not.
    const ofKind = (pass: Pass): readonly Pass[] => [
      { ...pass, same: [...pass.same, 'location'] },
      { ...pass, isForGonePlace: true },
    ]
    return { beforeSums: [equalKeys, notCounted].flatMap(ofKind), afterSums: [] }
  }
  const isMoney = twin.measure.unit === 'money'
  const tolerated = isMoney ? [0, ...cents] : [0]
  const [, item, facet] = twin.key
  const isEach = twin.rows === 'each'
  const byDay = isDated && isEach
  // A client alone names nobody once the id is unknown: a day, an item or money must speak for the same person.
  const speaksForClient = isDated || item !== undefined || isMoney
  const beforeSums: readonly Pass[] = [
    equalKeys,
    ...(isMoney
      ? cents.map((amountShift): Pass => ({
          name: 'tolerance',
          same: [...key, 'day', 'amount'],
          amountShift,
        }))
      : []),
    ...(byDay
      ? tolerated.flatMap((amountShift) =>
          [1, -1].map((dayShift): Pass => ({
            name: 'next_day',
            same: [...key, 'day', 'amount'],
            dayShift,
            amountShift,
          })),
        )
      : []),
    notCounted,
    ...((isEach || facet?.as === 'day') && facet !== undefined
      ? [{ name: 'name', same: ['parent', 'item', 'day', 'amount'] } as const]
      : []),
    ...(isEach && item !== undefined
      ? [{ name: 'name', same: ['parent', 'facet', 'day', 'amount'] } as const]
      : []),
    ...(byDay && twin.isKeyUnique ? [{ name: 'other_day', same: [...key, 'amount'] } as const] : []),
    ...(isKeyedByClient(twin)
      ? [
          {
            name: 'client',
            same: ['survivor', 'item', 'facet', 'day', 'amount'],
            isForMergedClient: true,
          } as const,
        ]
      : []),
    ...(isKeyedByClient(twin) && speaksForClient
      ? [{ name: 'client', same: ['item', 'facet', 'day', 'amount'], isForUnknownClient: true } as const]
      : []),
  ]
  const afterSums: readonly Pass[] = [
    { name: 'amount', same: [...key, 'day'], isNearest: true },
    ...(byDay && twin.client !== undefined && !isKeyedByClient(twin)
      ? [0, 1, -1].map((dayShift): Pass => ({
          name: 'client_item_amount',
          same: ['client', 'item', 'day', 'amount'],
          dayShift,
        }))
      : []),
  ]
  return { beforeSums, afterSums }
}
