// MINDBODY_* variables laid over a configuration file; secrets may stand in the environment alone.
import { configSchema } from './config-schema.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export const prefix = 'MINDBODY_'
/** Variables of the same prefix that are no configuration keys. */
const reserved = new Set(['MINDBODY_HOME', 'MINDBODY_CONFIG', 'MINDBODY_CONTROL_URL'])

const textKeys = new Set([
  'api_key',
  'start_date',
  'base_url',
  'region',
  'extra_headers',
  'publish_dir',
  'username',
  'password',
  'type',
  'path',
  'public_url',
  'push_url',
])
/** Lists that may be given without brackets, separated by commas. */
const textLists = new Set(['signature_keys', 'trusted_proxies'])

const fromText = (key: string, text: string): unknown => {
  if (textKeys.has(key)) return text
  if (key === 'site_ids' && !text.trim().startsWith('[')) {
    return text.split(',').map((part) => Number(part.trim()))
  }
  if (textLists.has(key) && !text.trim().startsWith('[')) return text.split(',').map((part) => part.trim())
  try {
    return JSON.parse(text) as unknown
  } catch {
    // Left as text, so that the schema names the key and says what it should be.
    return text
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Configuration keys with their text as named by the environment; a whole (`credentials`) comes before its parts, which are laid over it. */
export const overrides = (env: Environment): readonly (readonly [key: string, text: string])[] =>
  Object.entries(env)
    .flatMap(([name, text]): [string, string][] =>
      !name.startsWith(prefix) || reserved.has(name) || text === undefined || text === ''
        ? []
        : [[name.slice(prefix.length).toLowerCase(), text]],
    )
    .sort(([one], [other]) => (one < other ? -1 : 1))

/** Lays MINDBODY_<KEY> over a parsed file; nested keys by underscores (MINDBODY_CREDENTIALS_PASSWORD). */
export const withEnvironment = (file: unknown, env: Environment): unknown => {
  if (!isRecord(file)) return file
  const merged: Record<string, unknown> = { ...file }
  for (const [key, text] of overrides(env)) {
    if (key.startsWith('credentials_')) {
      const inner = key.slice('credentials_'.length)
      const credentials = isRecord(merged['credentials']) ? merged['credentials'] : { type: 'staff_user' }
      merged['credentials'] = { ...credentials, [inner]: fromText(inner, text) }
    } else if (key.startsWith('webhooks_')) {
      const inner = key.slice('webhooks_'.length)
      const webhooks = isRecord(merged['webhooks']) ? merged['webhooks'] : {}
      merged['webhooks'] = { ...webhooks, [inner]: fromText(inner, text) }
    } else if (Object.hasOwn(configSchema.shape, key)) {
      merged[key] = fromText(key, text)
    }
  }
  return merged
}
