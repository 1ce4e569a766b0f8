// Keys of a configuration that mean nothing here: a typo must not be silent.
import { isRecord, overrides, prefix } from './config-environment.ts'
import type { Environment } from './config-environment.ts'
import { configSchema, webhooksSchema } from './config-schema.ts'
import { nearName } from './near-name.ts'

const credentialKeys = ['type', 'username', 'password']

/**
 * A sentence naming keys of the file and variables that nobody reads, with the key that may have been meant; undefined when
 * there are none.
 */
export const warningOf = (file: unknown, env: Environment): string | undefined => {
  const known = Object.keys(configSchema.shape)
  const inner = isRecord(file) && isRecord(file['credentials']) ? Object.keys(file['credentials']) : []
  const hooks = isRecord(file) && isRecord(file['webhooks']) ? Object.keys(file['webhooks']) : []
  const hookKeys = Object.keys(webhooksSchema.shape)
  const variables = [
    ...known,
    ...credentialKeys.map((key) => `credentials_${key}`),
    ...hookKeys.map((key) => `webhooks_${key}`),
  ]
  const unknown = [
    ...unknownKeys(isRecord(file) ? Object.keys(file) : [], known, (key) => key),
    ...unknownKeys(inner, credentialKeys, (key) => `credentials.${key}`),
    ...unknownKeys(hooks, hookKeys, (key) => `webhooks.${key}`),
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
      const near = nearName(key, known)
      return near === undefined ? shown(key) : `${shown(key)} (did you mean ${shown(near)}?)`
    })
