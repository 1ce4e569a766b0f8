// Reads the configuration: the file, then MINDBODY_* over it, then the schema. The one place that reads the environment.
import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { configSchema } from './config-schema.ts'
import type { Config } from './config-schema.ts'
import { isRecord, overrides, prefix, withEnvironment } from './config-environment.ts'
import type { Environment } from './config-environment.ts'
import { warningOf } from './config-unknown.ts'
import { wordsOf } from './config-words.ts'
import { Problem } from './errors.ts'

export type { Config, WebhooksConfig } from './config-schema.ts'
export type { Environment } from './config-environment.ts'

/** The environment of this process. */
export const environment = (): Environment => process.env

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

const invalid = (
  [issue, ...others]: readonly z.core.$ZodIssue[],
  file: unknown,
  warning: string | undefined,
): Problem => {
  if (issue === undefined) return new Problem('CONFIG_INVALID', { what: 'The configuration is not usable.' })
  const name = nameOf(issue)
  const also = [...new Set(others.map(nameOf))].filter((other) => other !== name)
  const why = [
    ...(also.length === 0 ? [] : [`Not usable either: ${also.join(', ')}.`]),
    ...(warning === undefined ? [] : [warning]),
  ]
  return new Problem('CONFIG_INVALID', {
    what: isMissing(issue, file)
      ? `The key "${name}" is missing from the configuration.`
      : `The key "${name}" of the configuration ${wordsOf(issue)}.`,
    ...(why.length === 0 ? {} : { why: why.join(' ') }),
    remedy: `${remedies[String(issue.path[0])] ?? remedyOf(issue)} (Environment: ${variableOf(issue)}.)`,
  })
}

const nameOf = ({ path }: z.core.$ZodIssue): string => path.map(String).join('.')

/** The variable that overrides the key; a list is given whole. */
const variableOf = ({ path }: z.core.$ZodIssue): string => {
  const index = path.findIndex((part) => typeof part === 'number')
  return `${prefix}${(index < 0 ? path : path.slice(0, index)).join('_').toUpperCase()}`
}

const remedyOf = ({ path }: z.core.$ZodIssue): string =>
  `Mend it in the config file, or leave it out to get the default of "${String(path[0])}".`

const isMissing = ({ path }: z.core.$ZodIssue, file: unknown): boolean => {
  let value: unknown = file
  for (const part of path) value = (value as Readonly<Record<PropertyKey, unknown>> | undefined)?.[part]
  return value === undefined
}

/**
 * Validates a parsed configuration with the environment laid over it.
 * @throws Problem CONFIG_INVALID naming every bad key, and the remedy of the first. No value is ever quoted: it may be a secret.
 */
export const parseConfig = (file: unknown, env: Environment = {}): Config => {
  if (!isRecord(file)) {
    throw new Problem('CONFIG_INVALID', {
      what: 'The configuration is not a JSON object.',
      remedy: 'Write it as {"api_key": ..., ...}.',
    })
  }
  const merged = withEnvironment(file, env)
  const result = configSchema.safeParse(merged)
  if (result.success) return result.data
  throw invalid(result.error.issues, merged, warningOf(file, env))
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

export interface LoadedConfig {
  readonly config: Config
  /** A sentence that names the keys which mean nothing here; undefined when there are none. */
  readonly warning: string | undefined
}

/**
 * Reads and validates the configuration file; without a path the environment alone must hold it.
 * @throws Problem as `readJsonFile` and `parseConfig`; CONFIG_INVALID when neither a path nor a variable is given.
 */
export const loadConfig = async (
  path: string | undefined,
  env: Environment = environment(),
): Promise<LoadedConfig> => {
  const file = path === undefined ? {} : await readJsonFile(path, 'configuration')
  // An environment without one variable of ours is no configuration that lacks a key: nobody gave one.
  if (path === undefined && overrides(env).length === 0) {
    throw new Problem('CONFIG_INVALID', {
      what: 'No configuration was given.',
      remedy: `Give --config FILE, or the keys as environment variables (${prefix}API_KEY and so on).`,
    })
  }
  return { config: parseConfig(file, env), warning: warningOf(file, env) }
}

/** Every secret value of a configuration, for the log scrubber. */
export const secretsOf = (config: Config): readonly string[] => [
  config.api_key,
  ...(config.credentials.type === 'staff_user' ? [config.credentials.password] : []),
  ...(config.extra_headers ?? '')
    .split('\n')
    .flatMap((line) => [line.trim(), line.slice(line.indexOf(':') + 1).trim()]),
  ...(config.webhooks?.signature_keys ?? []),
]
