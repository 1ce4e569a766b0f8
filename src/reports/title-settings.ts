// What the title rows of a report tell of how it was run: basis, period, locations, time of the export.
import { cleanText } from '../finance/cells.ts'
import type { DateOrder } from '../finance/dates.ts'
import { dateOf, dateOrdersOf, minutesOf } from '../finance/dates.ts'
import type { ToldByFile } from './told.ts'

const dateText = String.raw`(\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-z]{3,9}\.?,?\s+\d{4}|[A-Za-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})`
const timeText = String.raw`(?:[\sT]+(?:at\s+)?(\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?))?`

const exportedPattern = new RegExp(
  String.raw`\b(?:generated|exported|printed|downloaded|run)(?:\s+(?:on|at|date))?\s*:?\s*(?:[A-Za-z]+,\s+)?${dateText}${timeText}`,
  'i',
)
const asOfPattern = new RegExp(String.raw`\bas (?:of|at)\s*:?\s*(?:[A-Za-z]+,\s+)?${dateText}`, 'i')
const locationPattern = /^(?:sale |visit |home )?locations?(?:\(s\))?\s*:\s*(.+)$/i
/** No name of a place: all of them, or a count. */
const noPlace = /^all\b|^\d+ (?:selected|locations?|of)\b/i

/** Days in one text, read under an order that takes all of them; nothing where that is in doubt. */
const datesIn = (texts: readonly string[], order: DateOrder | undefined): readonly string[] => {
  const orders = dateOrdersOf(texts)
  const chosen = order !== undefined && orders.includes(order) ? [order] : orders
  const readings = chosen.map((each) => texts.map((text) => dateOf(text, each) ?? ''))
  const [first] = readings
  return first !== undefined && readings.every((reading) => reading.join() === first.join()) ? first : []
}

const basisIn = (text: string): ToldByFile['basis'] => {
  const isAccrual = /\baccrual\s+basis\b|\bbasis\s*:?\s*accrual\b/i.test(text)
  const isCash = /\bcash\s+basis\b|\bbasis\s*:?\s*cash\b/i.test(text)
  // A page that offers both names both.
  if (isAccrual === isCash) return undefined
  return isAccrual ? 'accrual' : 'cash'
}

const edgePattern = new RegExp(
  String.raw`^(?:(from|start(?: date)?)|to|end(?: date)?)\s*:?\s*(?:[A-Za-z]+,\s+)?${dateText}$`,
  'i',
)

/** "From: 6/1/2026" alone, or both days in one text. */
const periodIn = (text: string, order: DateOrder | undefined): Pick<ToldByFile, 'from' | 'to'> => {
  const [isEdge, first, edge] = edgePattern.exec(text) ?? []
  const [day] = edge === undefined ? [] : datesIn([edge], order)
  if (isEdge !== undefined) return day === undefined ? {} : first === undefined ? { to: day } : { from: day }
  const found = [...text.matchAll(new RegExp(dateText, 'g'))].map(([date]) => date)
  const [from, to] = found.length === 2 ? datesIn(found, order) : []
  return from !== undefined && to !== undefined && from <= to ? { from, to } : {}
}

const exportedIn = (text: string, order: DateOrder | undefined): string | undefined => {
  const [, date, time] = exportedPattern.exec(text) ?? []
  const [day] = date === undefined ? [] : datesIn([date], order)
  const minutes = time === undefined ? undefined : minutesOf(time.trim())
  if (day === undefined) return undefined
  if (typeof minutes !== 'number') return day
  return `${day}T${new Date(minutes * 60_000).toISOString().slice(11, 16)}`
}

const locationsIn = (text: string): readonly string[] | undefined => {
  const names = locationPattern.exec(text)?.[1]?.split(/\s*[,;|]\s*/)
  return names === undefined || names.some((name) => noPlace.test(name)) ? undefined : names
}

type Told = Pick<ToldByFile, 'basis' | 'from' | 'to' | 'locations' | 'exportedAt'>

const toldBy = (text: string, order: DateOrder | undefined): Told => {
  const exportedAt = exportedIn(text, order)
  const asOf = asOfPattern.exec(text)?.[1]
  const period = periodIn(text.replace(exportedPattern, ''), order)
  const [to] = asOf === undefined ? [] : datesIn([asOf], order)
  return {
    basis: basisIn(text),
    ...(to === undefined ? period : { to }),
    locations: locationsIn(text),
    exportedAt,
  }
}

/** What a text beside the title may tell too; what a note below the table says of days and places is another matter. */
const fromNotes = ['basis', 'exportedAt'] as const

/**
 * Settings that the titles tell; the first title that tells one counts. Dates that could be read in two ways tell nothing.
 * @param titles the cells of each row above the header, joined by blanks
 * @param notes the same of rows below it that are no records
 * @param order of the report's own dates, where it is known
 */
export const readTitles = (
  titles: readonly string[],
  notes: readonly string[],
  order: DateOrder | undefined,
): Told => {
  const told = titles.map((title) => toldBy(cleanText(title), order))
  const noted = notes
    .map((note) => toldBy(cleanText(note), order))
    .map((note) => Object.fromEntries(fromNotes.map((name) => [name, note[name]])))
  return [...told, ...noted].reduceRight<Told>(
    (later, each) => ({
      ...later,
      ...Object.fromEntries(Object.entries(each).filter(([, value]) => value !== undefined)),
    }),
    {},
  )
}
