// The log: pino on stderr, pretty on a terminal, JSON lines elsewhere, with every secret blanked.
import { pino } from 'pino'
import { prettyFactory } from 'pino-pretty'
import { createSecrets } from './secrets.ts'
import type { Secrets } from './secrets.ts'

export type Log = import('pino').Logger

export interface LogOptions {
  readonly level?: string
  /** JSON lines instead of pretty ones. */
  readonly json?: boolean
  readonly secrets?: Secrets
  readonly stream?: { write(text: string): unknown }
}

/** Opens the log. Whole lines pass the scrubber, before pretty printing, which undoes some of JSON's escapes. */
export const createLog = (options: LogOptions = {}): Log => {
  const secrets = options.secrets ?? createSecrets()
  const target = options.stream ?? process.stderr
  const settings = { level: options.level ?? 'info', base: null }
  const pretty = prettyFactory({ translateTime: 'HH:MM:ss', colorize: false })
  const formed = options.json === true ? (line: string) => line : pretty
  // By the factory and not by pino-pretty's stream: a line written just before the process ends must not be lost.
  return pino(settings, { write: (line: string) => void target.write(formed(secrets.scrub(line))) })
}

/** A log that says nothing, for tests and for callers without one. */
export const silentLog = (): Log => pino({ level: 'silent' })
