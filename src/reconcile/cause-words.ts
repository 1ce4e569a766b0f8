// Each cause in words: the rule it is told by, what it means, and what a person does about it.
import type { Cause } from './causes.ts'

export interface CauseWords {
  /** What has to hold, as the Method sheet states it. */
  readonly rule: string
  readonly means: string
  readonly remedy: string
}

export const causeWords: Readonly<Record<Cause, CauseWords>> = {
  parse_control_total: {
    rule: "The file's own total, or its own count of rows, is not what its rows add up to.",
    means: 'Rows of the file were lost, by the export or by hand.',
    remedy: 'Export the report again and leave the file as it comes.',
  },
  export_truncated: {
    rule: 'The file has just as many rows as Mindbody cuts this report off at, and the row is ours alone.',
    means: 'The export was cut off: the rest of the report is not in the file.',
    remedy: 'Export shorter periods and compare those.',
  },
  settings_mismatch: {
    rule: "Another basis, choice of returns or of locations gives the file's total exactly and fits more rows; this one does not.",
    means: 'The report was run with other settings than it is compared with.',
    remedy: 'Compare again with the settings the evidence names, or export with those that were meant.',
  },
  timezone_date_shift: {
    rule: "Same row, days next to each other, and its local time lies within the zone's offset of midnight (at least an hour).",
    means: 'One side read the time in another zone, and the row fell over midnight.',
    remedy: "Check the site's time zone; the row counts in one of the two periods.",
  },
  location_98: {
    rule: 'Same row, and one of the two locations is the online store (98); or our second copy of a row, one of them at 98.',
    means:
      'An online sale stands under its own location on one side and under the online store on the other.',
    remedy: 'Choose one policy for online sales and keep to it.',
  },
  duplicate: {
    rule: 'A row alone whose key, day and amount equal a row of the same side that has found its match.',
    means: 'One side holds the same row once more.',
    remedy: 'In the file: export again. In the marts: see whether Mindbody holds the sale twice.',
  },
  returned_or_voided: {
    rule: 'The other side has the same row with the opposite sign, or our row is returned or void and the file does not show it so.',
    means: 'A return or void that only one side shows.',
    remedy: 'See whether the return was made after the export; then export again.',
  },
  tax_inclusion: {
    rule: "The difference is just the row's tax.",
    means: 'One side shows the amount with tax, the other without.',
    remedy: 'Look at how the site prices tax, and run the report the way ours is shown.',
  },
  tip_inclusion: {
    rule: "The difference is just the row's tip, or a tip line stands on one side only.",
    means: 'One side counts tips in.',
    remedy: 'Look at the setting "Tips Included in Cash Drawer & Payroll".',
  },
  discount_presentation: {
    rule: "The difference is just the row's discount.",
    means: 'One side shows the amount before discounts.',
    remedy: 'Run the report without "Discounting detail", so that it is net of discounts.',
  },
  gift_card_basis: {
    rule: 'A row alone that a gift card paid, or that sells one; for sums: the difference is just what gift cards make.',
    means: 'Gift cards: accrual counts the sale they pay, cash counts the sale of the card.',
    remedy: 'Nothing is wrong; compare on the basis the books are kept by.',
  },
  account_tender_basis: {
    rule: "A row alone that a client's account paid, or that fills one; for sums: the difference is just what accounts make.",
    means: 'Client accounts: accrual counts the sale they pay, cash counts the money put on them.',
    remedy: 'Nothing is wrong; compare on the basis the books are kept by.',
  },
  late_edit_after_export: {
    rule: "The file's day is our original day and the row was moved since; or it was changed after the file was exported.",
    means: 'Somebody edited the row after the file was made.',
    remedy: 'Export the report again.',
  },
  settlement_vs_sale_date: {
    rule: "Same key and amount, and the file's day is the day our payment was settled.",
    means: 'The file dates the row by the bank, the marts by the sale.',
    remedy: 'Decide by which day the books go; the day of the sale is ours.',
  },
  combined_autopay: {
    rule: 'One row of the file is the sum of several of our autopay rows.',
    means: 'Autopays that were charged together are one row of the report.',
    remedy: 'Nothing, unless cents remain.',
  },
  category_mapping: {
    rule: 'Same row under another category; for sums: what one name has too much another lacks, to the cent.',
    means: 'Mindbody and the marts put the item under different categories.',
    remedy: 'Rename or merge the category in Mindbody; see the sheet Unmapped.',
  },
  pack_revenue_basis: {
    rule: 'The revenue per visit of an unlimited option differs.',
    means: 'The report divides the fee by the visits so far, and rewrites it each time it runs.',
    remedy:
      'Nothing: only packs have a stable revenue per visit. Export and read at the same time to compare it.',
  },
  client_merge: {
    rule: "Same row, another client: merges made both one, or the marts know ours but not the file's.",
    means: 'The client was merged into another, or has got a new number.',
    remedy: 'Nothing, once the client that remains is the right one.',
  },
  inactive_location: {
    rule: 'A row on one side only, at a location that is not in use.',
    means: 'One side counts a location that is no longer in use.',
    remedy: 'Decide whether it belongs into the period, and choose the locations of the report accordingly.',
  },
  missing_in_api: {
    rule: 'A row of the file that found no row of ours, and none of the rules above holds.',
    means: 'Mindbody shows the row in its report but did not give it out, or it was deleted since.',
    remedy: "Read again (sync, or backfill for older days), check the staff user's rights (doctor).",
  },
  missing_in_native: {
    rule: 'A row of ours that found no row of the file, and none of the rules above holds.',
    means: 'A filter of the report left the row out, or it was made after the export.',
    remedy: 'Run the report with everything selected.',
  },
  rounding: {
    rule: 'The amounts of a pair of the same day are at most one cent apart.',
    means: 'Both sides are right and round their own way.',
    remedy: 'Nothing.',
  },
  unexplained: {
    rule: 'None of the rules above holds.',
    means: 'No rule knows this difference.',
    remedy: 'Look at both rows: these are the ones worth a person.',
  },
}
