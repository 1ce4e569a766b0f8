// Options that several verbs share, worded once.
import { resolve } from 'node:path'
import type { Environment } from '../core/config.ts'
import { Problem } from '../core/errors.ts'

export const homeOption = {
  home: { type: 'string', describe: 'Home directory of the warehouse (else MINDBODY_HOME, else ./home)' },
} as const

export const configOption = {
  config: { type: 'string', describe: 'Configuration file (JSON); MINDBODY_* variables are laid over it' },
} as const

export const waitOption = {
  wait: { type: 'number', describe: 'Seconds to wait for another run on the same home' },
} as const

export const streamsOption = {
  streams: {
    type: 'string',
    describe:
      "Only these streams: names or patterns separated by commas, e.g. 'sales,client_*,!client_visits'",
  },
} as const

/** The home directory: the flag, the environment, or ./home. */
export const homeOf = (args: { readonly home?: string | undefined }, env: Environment): string =>
  resolve(args.home ?? env['MINDBODY_HOME'] ?? 'home')

/**
 * A number of things as an option gives it; undefined where it was left out.
 * @throws Problem USAGE for anything but a whole number of at least `least`.
 */
export const countOption = (name: string, value: number | undefined, least = 1): number | undefined => {
  if (value === undefined || (Number.isInteger(value) && value >= least)) return value
  throw new Problem('USAGE', {
    what: `--${name} must be a whole number of at least ${least}.`,
    remedy: `Give it as --${name} ${Math.max(least, 1)}, or leave it out.`,
  })
}
