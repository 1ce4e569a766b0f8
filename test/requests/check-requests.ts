// Holds requests against the facts of an API description: every parameter must exist by that very name and have its type.
import type { Facts, Parameter } from './facts.ts'

export interface Request {
  readonly method: string
  /** Path under the base: `/sale/sales`. */
  readonly path: string
  /** The query as it stood in the address, without the question mark. */
  readonly query: string
}

/** What is wrong with one parameter of one operation, in words. */
export interface Fault {
  readonly operation: string
  readonly parameter: string
  readonly fault: string
}

const isWhole = (value: string, bits: 31 | 63): boolean => {
  if (!/^-?\d{1,19}$/.test(value)) return false
  const limit = 2n ** BigInt(bits)
  const number = BigInt(value)
  return number >= -limit && number < limit
}

/** The one form that is read right: the site's wall clock without a zone, a day that exists. */
const isWallClock = (value: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(value)) return false
  const time = new Date(`${value}Z`)
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value)
}

const faultOfValue = ({ type, values, many }: Parameter, value: string): string | undefined => {
  if (value === '') return 'is empty'
  if (values !== undefined && !values.includes(value)) return `is none of ${values.join(', ')}: ${value}`
  if (many === true && value.includes(',')) return `is a comma list, which matches nothing: ${value}`
  switch (type) {
    case 'boolean':
      return value === 'true' || value === 'false' ? undefined : `is neither true nor false: ${value}`
    case 'int32':
      return isWhole(value, 31) ? undefined : `is no whole number of 32 bits: ${value}`
    case 'int64':
      return isWhole(value, 63) ? undefined : `is no whole number of 64 bits: ${value}`
    case 'date-time':
      return isWallClock(value) ? undefined : `is no wall clock time yyyy-mm-ddThh:mm:ss: ${value}`
    case 'string':
      return undefined
  }
}

const unknownName = (name: string, known: readonly string[]): string => {
  const near = known.find((other) => other.toLowerCase() === name.toLowerCase())
  return near === undefined ? 'is unknown' : `is spelt ${near}`
}

const faultsOfRequest = (facts: Facts, { method, path, query }: Request): readonly Fault[] => {
  const operation = `${method} ${path}`
  const known = facts[operation]
  if (known === undefined) return [{ operation, parameter: '', fault: 'there is no such operation' }]
  const sent = new URLSearchParams(query)
  const faults: Fault[] = []
  for (const name of new Set(sent.keys())) {
    const add = (fault: string): void => void faults.push({ operation, parameter: name, fault })
    const parameter = known[name]
    const values = sent.getAll(name)
    if (parameter === undefined) {
      add(unknownName(name, Object.keys(known)))
      continue
    }
    if (values.length > 1 && parameter.many !== true) add('is repeated, but takes one value')
    for (const value of values) {
      const fault = faultOfValue(parameter, value)
      if (fault !== undefined) add(fault)
    }
  }
  const missing = Object.entries(known).filter(([name, { required }]) => required === true && !sent.has(name))
  return [...faults, ...missing.map(([name]) => ({ operation, parameter: name, fault: 'is missing' }))]
}

/** Every fault of the requests, each once. Empty = each request is one the API knows. */
export const faultsOf = (facts: Facts, requests: readonly Request[]): readonly Fault[] => {
  const faults = requests.flatMap((request) => faultsOfRequest(facts, request))
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()]
}
