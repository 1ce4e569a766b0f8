// Sales exports written by hand, in both of their styles.

export const usHeader =
  'Sale Date,Client ID,Client,Sale ID,Item name,Batch #,Sales Notes,Location,,Color,Size,Item price,Quantity,Subtotal,Discount %,Discount amount,Tax,Item Total,Total Paid w/ Payment Method,Payment Method'
export const exTaxHeader =
  'Sale Date,Client ID,Sale ID,Item name,Batch #,Sales Notes,Location,Notes,Color,Size,Item price (excluding tax),Quantity,Subtotal (excluding tax),Discount %,Discount amount,Tax,Item Total,Total Paid w/ Payment Method,Payment Method'

interface Sale {
  readonly date?: string
  readonly client?: string
  readonly sale?: string
  readonly item?: string
  readonly paid?: string
  readonly method?: string
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const row = (cells: readonly string[]): string => cells.map(quoted).join(',')
const blanks = (count: number): readonly string[] => Array.from({ length: count }, () => '')
/** Item price, quantity, subtotal, discount %, discount amount, tax, item total. */
const figures = ['12.00', '1', '12.00', '0', '0.00', '0.00', '12.00']

/** One line, as it is unless told otherwise. */
export const usSale = ({
  date = '6/14/2026',
  client = '77',
  sale = '5001',
  item = 'Mat',
  paid = '12.00',
  method = 'Visa',
}: Sale = {}): string =>
  row([
    date,
    client,
    'Doe, Jane',
    sale,
    item,
    ...blanks(2),
    'Downtown',
    ...blanks(3),
    ...figures,
    paid,
    method,
  ])
export const exTaxSale = ({
  date = '14/06/2026',
  client = '77',
  sale = '5001',
  item = 'Mat',
  paid = '12.00',
  method = 'Visa',
}: Sale = {}): string =>
  row([date, client, sale, item, ...blanks(2), 'Downtown', ...blanks(3), ...figures, paid, method])

/** Lines of a file. */
export const lines = (...rows: readonly string[]): string => rows.join('\r\n')
/** A file in the US style. */
export const us = (...sales: readonly Sale[]): string => lines(usHeader, ...sales.map(usSale))
