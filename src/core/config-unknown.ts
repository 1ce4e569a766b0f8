// Keys of a configuration that mean nothing here: a typo must not be silent.
import { isRecord, overrides, prefix } from './config-environment.ts'
import type { Environment } from './config-environment.ts'
import { configSchema } from './config-schema.ts'

/** Edits (a letter more, less, or another one) that turn one word into the other. */
const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= to.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}

/** The known key a person may have meant, if one is close. */
const nearKey = (key: string, known: readonly string[]): string | undefined => {
  const plain = key.toLowerCase().replaceAll('-', '_')
  const [best] = known
    .map((name) => ({ name, edits: distance(plain, name) }))
    .sort((one, other) => one.edits - other.edits)
  return best !== undefined && best.edits <= Math.max(1, Math.floor(best.name.length / 4))
    ? best.name
    : undefined
}

const credentialKeys = ['type', 'username', 'password']

/**
 * A sentence naming keys of the file and variables that nobody reads, with the key that may have been meant; undefined when
 * there are none.
 */
export const warningOf = (file: unknown, env: Environment): string | undefined => {
  const known = Object.keys(configSchema.shape)
  const inner = isRecord(file) && isRecord(file['credentials']) ? Object.keys(file['credentials']) : []
  const variables = [...known, ...credentialKeys.map((key) => `credentials_${key}`)]
  const unknown = [
    ...unknownKeys(isRecord(file) ? Object.keys(file) : [], known, (key) => key),
    ...unknownKeys(inner, credentialKeys, (key) => `credentials.${key}`),
    ...unknownKeys(
      overrides(env).map(([key]) => key),
      variables,
      (key) => `${prefix}${key.toUpperCase()}`,
    ),
  ]
  return unknown.length === 0
    ? undefined
    : `These keys of the configuration mean nothing here: ${unknown.join(', ')}.`
}

const unknownKeys = (
  keys: readonly string[],
  known: readonly string[],
  shown: (key: string) => string,
): readonly string[] =>
  keys
    .filter((key) => !known.includes(key))
    .map((key) => {
      const near = nearKey(key, known)
      return near === undefined ? shown(key) : `${shown(key)} (did you mean ${shown(near)}?)`
    })
