// What is wrong with a configuration, in plain words: keys and kinds are named, values never, since they may be secrets.
import type { z } from 'zod'

/** What a value should be, by zod's word for its type. */
const kinds: Readonly<Record<string, string>> = {
  string: 'a text in quotes',
  number: 'a number',
  int: 'a whole number',
  array: 'a list in square brackets',
  object: 'an object in braces',
  boolean: 'true or false',
}

const quantity = (origin: string, bound: number | bigint): string => {
  if (origin === 'string') return `${bound} ${bound === 1 ? 'character' : 'characters'}`
  if (origin === 'array') return `${bound} ${bound === 1 ? 'entry' : 'entries'}`
  return String(bound)
}

const atLeast = ({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): string => {
  if (minimum === 1 && (origin === 'string' || origin === 'array')) return 'must not be empty'
  if (inclusive === false) return `must be more than ${quantity(origin, minimum)}`
  return `must be at least ${quantity(origin, minimum)}`
}

const shouldBe = (kind: string): string => `should be ${kinds[kind] ?? 'of another kind'}`

/** The half of a sentence that follows the key's name: "must be at least 10". */
export const wordsOf = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return shouldBe(issue.expected)
    case 'too_small':
      return atLeast(issue)
    case 'too_big':
      return `must be at most ${quantity(issue.origin, issue.maximum)}`
    case 'invalid_union':
      return issue.discriminator === undefined || !('options' in issue)
        ? 'is of no kind that is known'
        : `should be ${(issue.options as readonly unknown[]).map((option) => `"${String(option)}"`).join(' or ')}`
    case 'custom':
      return issue.message
    default:
      return 'is not usable'
  }
}
