// The page docs/quirks.md: the oddities of Mindbody's API, what the source does about each, and how to see it in the sandbox.
import { faults } from '../sandbox/faults.ts'
import { quirks } from '../sandbox/quirks.ts'
import type { Quirk } from '../sandbox/told-quirk.ts'

const shownBy = ({ kind, name }: Quirk): string =>
  kind === 'switch' ? `\`--quirk ${name}\`` : kind === 'data' ? 'always' : 'by events only'

const table = (rows: readonly (readonly string[])[]): readonly string[] =>
  rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)

/** Prints the page. */
export const printQuirks = (): string => {
  const lines = [
    '# Quirks and faults',
    '',
    'Generated from `src/sandbox/` by `npm run contracts`: edit the words there.',
    '',
    '## Quirks',
    '',
    `${quirks.length} oddities of the API, as its release notes and its users tell of them. Rows read while one of them stood may be`,
    'wrong, and old behaviour may return. Each has a test of its name in `test/quirks/`; the last column says how the sandbox shows it.',
    '',
    ...table([
      ['quirk', 'what happens', 'what the source does', 'in the sandbox'],
      ['---', '---', '---', '---'],
      ...quirks.map((quirk) => [quirk.name, quirk.when, quirk.must, shownBy(quirk)]),
    ]),
    '',
    '## Faults',
    '',
    'Bad weather to try: `mindbody-elt sandbox --fault NAME` strikes the next call, `NAME:3` the next three, `NAME:all` every one, and',
    '`NAME:all@/sale/` those whose path contains `/sale/`.',
    '',
    ...table([
      ['fault', 'what happens'],
      ['---', '---'],
      ...Object.entries(faults).map(([name, about]) => [name, about]),
    ]),
  ]
  return `${lines.join('\n')}\n`
}
