// What a subscription is ordered with, checked before Mindbody is asked: a misspelt event is found here, with the one that was meant.
import { Problem } from '../core/errors.ts'
import { nearName } from '../core/near-name.ts'

const longestReference = 256

/** @throws Problem USAGE. */
export const checkedReference = (reference: string): string => {
  if (reference.length <= longestReference) return reference
  throw new Problem('USAGE', {
    what: `The reference id has ${reference.length} characters; Mindbody keeps ${longestReference}.`,
    remedy: 'Give a shorter --reference.',
  })
}

/**
 * Event ids as listed, or all known ones. One that is close to a known one is taken for misspelt; any other that is not known goes
 * to Mindbody as it is, since it may be newer than this program.
 * @throws Problem USAGE.
 */
export const checkedEvents = (list: string | undefined, known: readonly string[]): readonly string[] => {
  if (list === undefined) return known
  const ids = [...new Set(list.split(',').map((id) => id.trim()))].filter((id) => id !== '')
  if (ids.length === 0) {
    throw new Problem('USAGE', {
      what: 'No event is named.',
      remedy: 'Give --events client.updated,class.updated, or leave it out for all.',
    })
  }
  for (const id of ids) {
    if (known.includes(id)) continue
    const meant = known.find((one) => one.toLowerCase() === id.toLowerCase()) ?? nearName(id, known)
    if (meant !== undefined) {
      throw new Problem('USAGE', {
        what: `There is no event "${id}".`,
        remedy: `Did you mean ${meant}? All of them: ${known.join(', ')}.`,
      })
    }
  }
  return ids
}
