// What the form of a report's page says of how it was run, in the words that a title row would use.

type Attributes = Readonly<Record<string, string>>

/** The fields of Mindbody's report forms that hold the period; observed on the Sales report. */
const dateFields: readonly (readonly [RegExp, string])[] = [
  [/DateStart$/i, 'From'],
  [/DateEnd$/i, 'To'],
]

/** Reads the tags of a page as they open; a title's text where one of them is a setting of the report. */
export const formReader = (): ((tag: string, attributes: Attributes) => string | undefined) => {
  let select = ''
  return (tag, attributes) => {
    if (tag === 'select') select = attributes['name'] ?? ''
    if (tag === 'option' && /^optBasis$/i.test(select) && 'selected' in attributes) {
      const basis = /^(accrual|cash)/i.exec(attributes['value'] ?? '')?.[1]
      return basis === undefined ? undefined : `${basis} basis`
    }
    const value = tag === 'input' ? (attributes['value'] ?? '') : ''
    const field = value === '' ? undefined : dateFields.find(([name]) => name.test(attributes['name'] ?? ''))
    return field === undefined ? undefined : `${field[1]}: ${value}`
  }
}
