// Cells of the finance tables, read as kindly as can be without guessing: what a spreadsheet made of them becomes what dbt reads.
import { nearName } from '../core/near-name.ts'
import { dateOf } from './dates.ts'

/** The text dbt gets, or what is wrong with the cell. */
export type Read = { readonly text: string } | { readonly fault: string }

/** How the cells of a column are read. */
export type Cell = (given: string) => Read

/** Empty cells stay empty. */
const cellOf =
  (read: Cell): Cell =>
  (given) =>
    given === '' ? { text: '' } : read(given)

/** A cell that must not be empty. */
export const needed =
  (cell: Cell, words = 'is empty'): Cell =>
  (given) =>
    given === '' ? { fault: words } : cell(given)

/** A cell with another text where it is empty. */
export const orElse =
  (cell: Cell, otherwise: string): Cell =>
  (given) =>
    given === '' ? { text: otherwise } : cell(given)

export const text: Cell = (given) => ({ text: given })

export const lowerCase: Cell = (given) => ({ text: given.toLowerCase() })

/** Ids and counts. 18 digits are what a 64-bit number always holds. */
export const whole: Cell = cellOf((given) => {
  const digits = /^(-?\d{1,18})(?:\.0+)?$/.exec(given)?.[1]
  if (digits !== undefined) return { text: String(BigInt(digits)) }
  return /^\d+([.,]\d+)?E\+?\d+$/i.test(given)
    ? {
        fault: `"${given}" was shortened by a spreadsheet; format the column as text and enter the number again`,
      }
    : { fault: `"${given}" is no whole number` }
})

/** A number of days or sessions. */
export const count: Cell = cellOf((given) =>
  /^\d{1,6}$/.test(given) ? { text: given } : { fault: `"${given}" is no number of 0 or more` },
)

/** A number of days, weeks or months that is not less than another. */
export const upFrom = (least: number): Cell =>
  cellOf((given) =>
    /^\d{1,6}$/.test(given) && Number(given) >= least
      ? { text: given }
      : { fault: `"${given}" is no number of ${least} or more` },
  )

/** A share from 0 up to, but not including, 1. */
export const share: Cell = cellOf((given) => {
  if (/^0(?:\.\d{1,6})?$|^\.\d{1,6}$/.test(given)) return { text: given }
  const percent = /^(\d{1,2})(?:[.,](\d+))?\s*%?$/.exec(given)
  const meant = /^0,\d+$/.test(given)
    ? given.replace(',', '.')
    : percent === null
      ? '0.2 for 20 %'
      : `0.${(percent[1] ?? '').padStart(2, '0')}${percent[2] ?? ''} for ${given.replace(/\s*%$/, '')} %`
  return { fault: `"${given}" is no share between 0 and 1; write ${meant}` }
})

export const rate: Cell = cellOf((given) =>
  /^\d{1,10}(?:\.\d{1,8})?$/.test(given) && /[1-9]/.test(given)
    ? { text: given }
    : { fault: `"${given}" is no rate above 0; write it like 1.0825` },
)

/** A day. Month and day in a slashed date are told apart only where no other reading is a date. */
export const day: Cell = cellOf((given) => {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?$/.exec(given)
  const plain =
    iso === null ? given : `${iso[1]}-${(iso[2] ?? '').padStart(2, '0')}-${(iso[3] ?? '').padStart(2, '0')}`
  const [american, european] = [dateOf(plain, 'mdy'), dateOf(plain, 'dmy')]
  if (american !== undefined && european !== undefined && american !== european)
    return { fault: `"${given}" is ${american} or ${european}; write the day as YYYY-MM-DD` }
  const date = american ?? european
  return date === undefined ? { fault: `"${given}" is no day; write it as YYYY-MM-DD` } : { text: date }
})

export const yesNo: Cell = cellOf((given) => {
  if (/^(true|yes|y|1)$/i.test(given)) return { text: 'true' }
  if (/^(false|no|n|0)$/i.test(given)) return { text: 'false' }
  return { fault: `"${given}" is neither true nor false` }
})

/** One of some words, in any letter case. */
export const oneOf = (words: readonly string[]): Cell =>
  cellOf((given) => {
    const same = words.find((word) => word.toLowerCase() === given.toLowerCase().replace(/[\s-]+/g, '_'))
    if (same !== undefined) return { text: same }
    const near = nearName(
      given,
      words.map((word) => word.toLowerCase()),
    )
    const meant = words.find((word) => word.toLowerCase() === near)
    return {
      fault:
        meant === undefined
          ? `"${given}" is none of ${words.join(', ')}`
          : `"${given}" is not known; did you mean ${meant}?`,
    }
  })

/** A month of the books. */
export const period: Cell = cellOf((given) =>
  /^\d{4}-(0[1-9]|1[0-2])$/.test(given)
    ? { text: given }
    : { fault: `"${given}" is no month; write it as YYYY-MM` },
)

export const currency: Cell = cellOf((given) =>
  /^[A-Za-z]{3}$/.test(given)
    ? { text: given.toUpperCase() }
    : { fault: `"${given}" is no currency; write its three letters, e.g. USD` },
)

/** Some of several words, with blanks, commas or semicolons between them; with one comma between them as dbt gets them. */
export const someOf = (words: readonly string[]): Cell =>
  cellOf((given) => {
    const read = given
      .split(/[\s,;]+/)
      .filter((word) => word !== '')
      .map(oneOf(words))
    const wrong = read.find((word) => 'fault' in word)
    if (wrong !== undefined) return wrong
    return { text: read.map((word) => ('text' in word ? word.text : '')).join(',') }
  })

/** Numbers of days with blanks, commas or semicolons between them; ascending, each once, as dbt gets them. */
export const someCounts: Cell = cellOf((given) => {
  const words = given.split(/[\s,;]+/).filter((word) => word !== '')
  const wrong = words.find((word) => !/^[1-9]\d{0,3}$/.test(word))
  if (wrong !== undefined || words.length === 0)
    return { fault: `"${wrong ?? given}" is no number of days from 1 to 9999; write them like 7, 30, 90` }
  return { text: [...new Set(words.map(Number))].toSorted((one, other) => one - other).join(',') }
})
