// The log: pino on stderr, pretty on a terminal, JSON lines elsewhere, with every secret blanked.
import { pino } from 'pino'
import { PinoPretty } from 'pino-pretty'
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

/** Opens the log. Lines pass the scrubber last, so nothing that was formatted can carry a secret. */
export const createLog = (options: LogOptions = {}): Log => {
  const secrets = options.secrets ?? createSecrets()
  const target = options.stream ?? process.stderr
  const scrubbed = { write: (text: string) => target.write(secrets.scrub(text)) }
  const settings = { level: options.level ?? 'info', base: null }
  if (options.json === true) return pino(settings, scrubbed)
  const prettify = PinoPretty({
    ignore: 'pid,hostname',
    translateTime: 'HH:MM:ss',
    colorize: false,
    sync: true,
    destination: scrubbed as unknown as NodeJS.WritableStream,
  })
  return pino(settings, prettify)
}

/** A log that says nothing, for tests and for callers without one. */
export const silentLog = (): Log => pino({ level: 'silent' })
