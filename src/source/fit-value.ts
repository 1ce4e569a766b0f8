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
  if (typeof value !== 'string' || !/^-?\d{1,19}$/.test(value)) return misfit
  const exact = BigInt(value)
  if (BigInt.asIntN(64, exact) !== exact) return misfit
  return Number.isSafeInteger(Number(value)) ? Number(value) : exact
}

const decimal = (value: unknown): unknown => {
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value))) return value
  if (typeof value !== 'string' || !/^-?\d+(\.\d+)?$/.test(value)) return misfit
  // Numerals of more than 15 digits come as text (core/json). .NET prints 1.4500000000000002 for a double, which is that very
  // double again; what a double would change is no number we can give.
  const isExact = value.replace(/[-.]/g, '').length <= 15 || String(Number(value)) === value
  return isExact ? Number(value) : misfit
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
