// Fits a value of the API to its field's type, as an Airbyte record wants it.
import type { FieldType } from './stream.ts'

/** Tells a value that cannot be fitted from one that is null. */
export const misfit: unique symbol = Symbol('misfit')

/** Gives the value in the form the catalog promises, or `misfit`. */
export const fitValue = (value: unknown, type: FieldType): unknown => {
  if (value === null || value === undefined) return null
  switch (type) {
    case 'id':
    case 'int':
      return wholeNumber(value)
    case 'number':
    case 'money':
      return decimal(value)
    case 'flag':
      return typeof value === 'boolean' ? value : misfit
    case 'text':
      return typeof value === 'object' ? misfit : String(value)
    case 'date':
      return timestamp(value, /^\d{4}-\d{2}-\d{2}/)
    case 'local':
      // Sales carry a Z that is false: the time is the site's wall clock.
      return timestamp(value, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?/)
    case 'utc':
      return utc(value)
    case 'object':
      return typeof value === 'object' && !Array.isArray(value) ? value : misfit
    case 'list':
      return Array.isArray(value) ? value : misfit
  }
}

/** Ids come as numbers here and as strings there; 64-bit ones as bigint. */
const wholeNumber = (value: unknown): unknown => {
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))) return value
  if (typeof value !== 'string' || !/^-?\d{1,18}$/.test(value)) return misfit
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : BigInt(value)
}

const decimal = (value: unknown): unknown => {
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value))) return value
  // Longer numerals are no number a double could hold; see core/json.
  return typeof value === 'string' && /^-?\d{1,12}(\.\d{1,3})?$/.test(value) ? Number(value) : misfit
}

const timestamp = (value: unknown, form: RegExp): unknown =>
  (typeof value === 'string' ? form.exec(value)?.[0] : undefined) ?? misfit

const utc = (value: unknown): unknown => {
  if (typeof value !== 'string') return misfit
  const naive = timestamp(value, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?/)
  if (typeof naive !== 'string') return misfit
  const zone = value.slice(naive.length)
  if (zone === '' || zone === 'Z') return `${naive}Z`
  const ms = Date.parse(value)
  return Number.isNaN(ms) ? misfit : new Date(ms).toISOString()
}
