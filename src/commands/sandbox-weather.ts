// Faults and quirks of the sandbox as they are named on the command line.
import { Problem } from '../core/errors.ts'
import { faults, isFaultName } from '../sandbox/faults.ts'
import type { Fault } from '../sandbox/faults.ts'
import { isQuirkSwitchName, quirkSwitchNames } from '../sandbox/quirk-switches.ts'
import type { QuirkSwitchName } from '../sandbox/quirk-switches.ts'

export const weatherOptions = {
  fault: {
    type: 'string',
    array: true,
    default: [] as string[],
    describe:
      'Bad weather for the next call: NAME, NAME:3, NAME:all, NAME:all@/sale/ (only such paths); see --list-weather',
  },
  quirk: {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'An oddity of the real API, switched on; see --list-weather',
  },
  'list-weather': {
    type: 'boolean',
    default: false,
    describe: 'Name the faults and quirks there are, and end',
  },
} as const

/** The faults and quirks that can be named, a line each. */
export const weatherLines = (): readonly string[] => [
  'faults',
  ...Object.entries(faults).map(([name, about]) => `  ${name.padEnd(22)} ${about}`),
  'quirks (docs/quirks.md says what each is)',
  ...quirkSwitchNames.map((name) => `  ${name}`),
]

const unknown = (option: string, text: string, known: readonly string[]): Problem =>
  new Problem('USAGE', {
    what: `--${option} ${text} names nothing the sandbox knows.`,
    remedy: `Use one of: ${known.join(', ')}.`,
  })

/**
 * Reads `NAME`, `NAME:3`, `NAME:all`, each with `@/part/of/path`.
 * @throws Problem USAGE for a name that is none, or a count that is no whole number above zero.
 */
export const faultOf = (text: string): Fault => {
  const [, name = '', times, path] = /^([a-z0-9_]+)(?::(all|[1-9]\d*))?(?:@(.+))?$/.exec(text) ?? []
  if (!isFaultName(name)) throw unknown('fault', text, Object.keys(faults))
  return {
    name,
    ...(times === undefined ? {} : { times: times === 'all' ? Infinity : Number(times) }),
    ...(path === undefined ? {} : { path }),
  }
}

/** @throws Problem USAGE for a name that is no quirk with a switch. */
export const quirkOf = (text: string): QuirkSwitchName => {
  if (!isQuirkSwitchName(text)) throw unknown('quirk', text, quirkSwitchNames)
  return text
}
