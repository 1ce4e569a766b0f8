// Reads the configuration: the file, then MINDBODY_* over it, then the schema. The one place that reads the environment.
import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { configSchema } from './config-schema.ts'
import type { Config } from './config-schema.ts'
import { Problem } from './errors.ts'

export type { Config } from './config-schema.ts'
export type Environment = Readonly<Record<string, string | undefined>>

/** The environment of this process. */
export const environment = (): Environment => process.env

const prefix = 'MINDBODY_'
/** Variables of the same prefix that are no configuration keys. */
const reserved = new Set(['MINDBODY_HOME', 'MINDBODY_CONFIG'])

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
])

const fromText = (key: string, text: string): unknown => {
  if (textKeys.has(key)) return text
  if (key === 'site_ids' && !text.trim().startsWith('[')) {
    return text.split(',').map((part) => Number(part.trim()))
  }
  try {
    return JSON.parse(text) as unknown
  } catch {
    // Left as text, so that the schema names the key and says what it should be.
    return text
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Lays MINDBODY_<KEY> over a parsed file; nested keys by underscores (MINDBODY_CREDENTIALS_PASSWORD). */
export const withEnvironment = (file: unknown, env: Environment): unknown => {
  if (!isRecord(file)) return file
  const merged: Record<string, unknown> = { ...file }
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith(prefix) || reserved.has(name) || text === undefined || text === '') continue
    const key = name.slice(prefix.length).toLowerCase()
    if (key.startsWith('credentials_')) {
      const inner = key.slice('credentials_'.length)
      const credentials = isRecord(merged['credentials']) ? merged['credentials'] : { type: 'staff_user' }
      merged['credentials'] = { ...credentials, [inner]: fromText(inner, text) }
    } else if (key in configSchema.shape) {
      merged[key] = fromText(key, text)
    }
  }
  return merged
}

const remedies: Readonly<Record<string, string>> = {
  api_key: 'Give your developer key as "api_key", or in MINDBODY_API_KEY.',
  site_ids: 'Give a list of site numbers, for example "site_ids": [-99].',
  credentials:
    'Give {"type": "staff_user", "username": "...", "password": "..."} or {"type": "api_key_only"}.',
  start_date: 'Give a day such as "2024-01-01".',
  base_url: 'Leave it out, or give an https address.',
  time_zones: 'Give [{"site_id": 1, "zone": "Europe/London"}].',
  lookback_days: 'Give [{"stream": "sales", "days": 35}].',
}

const invalid = (issue: z.core.$ZodIssue): Problem => {
  const [key] = issue.path
  const name = issue.path.map(String).join('.')
  const env = `${prefix}${issue.path
    .filter((part) => typeof part === 'string')
    .join('_')
    .toUpperCase()}`
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
  return new Problem('CONFIG_INVALID', {
    what: missing
      ? `The key "${name}" is missing from the configuration.`
      : `The key "${name}" of the configuration is not usable: ${issue.message}.`,
    remedy: `${remedies[String(key)] ?? 'Mend it in the config file.'} (Environment: ${env}.)`,
  })
}

/**
 * Validates a parsed configuration with the environment laid over it.
 * @throws Problem CONFIG_INVALID naming the first bad key and its remedy. No value is ever quoted: it may be a secret.
 */
export const parseConfig = (file: unknown, env: Environment = {}): Config => {
  if (!isRecord(file)) {
    throw new Problem('CONFIG_INVALID', {
      what: 'The configuration is not a JSON object.',
      remedy: 'Write it as {"api_key": ..., ...}.',
    })
  }
  const result = configSchema.safeParse(withEnvironment(file, env))
  if (result.success) return result.data
  const [issue] = result.error.issues
  if (issue === undefined) throw new Problem('CONFIG_INVALID', { what: 'The configuration is not usable.' })
  throw invalid(issue)
}

/**
 * Reads a JSON file of any name (PyAirbyte hands config, catalog and state over as .txt).
 * @throws Problem CONFIG_UNREADABLE when it is missing, unreadable or no JSON.
 */
export const readJsonFile = async (path: string, called: string): Promise<unknown> => {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const why =
      cause.code === 'ENOENT'
        ? 'There is no such file.'
        : `It could not be read (${cause.code ?? 'unknown error'}).`
    throw new Problem(
      'CONFIG_UNREADABLE',
      { what: `The ${called} file ${path} is not usable.`, why },
      { cause },
    )
  })
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown
  } catch {
    // The parser's own message quotes the text around the fault, which may be a secret: the cause is left out on purpose.
    throw new Problem('CONFIG_UNREADABLE', { what: `The ${called} file ${path} is not valid JSON.` })
  }
}

/** Reads and validates the configuration file; without a path the environment alone must hold it. */
export const loadConfig = async (
  path: string | undefined,
  env: Environment = environment(),
): Promise<Config> => parseConfig(path === undefined ? {} : await readJsonFile(path, 'configuration'), env)

/** Keys of the file that mean nothing here, with a near name where one is close: a typo must not be silent. */
export const unknownKeys = (file: unknown): readonly string[] =>
  isRecord(file) ? Object.keys(file).filter((key) => !(key in configSchema.shape)) : []

/** Every secret value of a configuration, for the log scrubber. */
export const secretsOf = (config: Config): readonly string[] => [
  config.api_key,
  ...(config.credentials.type === 'staff_user' ? [config.credentials.password] : []),
  ...(config.extra_headers ?? '')
    .split('\n')
    .flatMap((line) => [line.trim(), line.slice(line.indexOf(':') + 1).trim()]),
]
