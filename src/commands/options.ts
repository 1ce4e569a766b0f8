// Options that several verbs share, worded once.
import { resolve } from 'node:path'
import type { Environment } from '../core/config.ts'
import { Problem } from '../core/errors.ts'
import type { Stream } from '../source/stream.ts'

export const homeOption = {
  home: { type: 'string', describe: 'Home directory of the warehouse (else MINDBODY_HOME, else ./home)' },
} as const

export const configOption = {
  config: { type: 'string', describe: 'Configuration file (JSON); MINDBODY_* variables are laid over it' },
} as const

export const waitOption = {
  wait: { type: 'number', describe: 'Seconds to wait for another run on the same home' },
} as const

/** The home directory: the flag, the environment, or ./home. */
export const homeOf = (args: { readonly home?: string | undefined }, env: Environment): string =>
  resolve(args.home ?? env['MINDBODY_HOME'] ?? 'home')

/**
 * The streams asked for, in their declared order (parents before children).
 * @throws Problem USAGE for a name that is no stream.
 */
export const selectStreams = (all: readonly Stream[], names: string | undefined): readonly Stream[] => {
  if (names === undefined) return all
  const wanted = names.split(',').map((name) => name.trim())
  const unknown = wanted.filter((name) => !all.some((stream) => stream.name === name))
  if (unknown.length > 0) {
    throw new Problem('USAGE', {
      what: `There is no stream "${unknown.join('", "')}".`,
      remedy: `Streams: ${all.map(({ name }) => name).join(', ')}.`,
    })
  }
  return all.filter((stream) => wanted.includes(stream.name))
}
