// The README's table of errors, printed from the table of codes.
import { Problem, problems, stopped } from './errors.ts'
import type { ProblemCode } from './errors.ts'

const begin = '<!-- errors -->'
const end = '<!-- /errors -->'

/** Every code with its exit code and what to do, as a markdown table in the order of the exit codes. */
export const errorsTable = (): string => {
  const codes = (Object.keys(problems) as ProblemCode[])
    .map((code) => ({ code, ...problems[code] }))
    .sort((one, other) => one.exitCode - other.exitCode)
  return [
    '| code | exit | what to do |',
    '|---|---|---|',
    ...codes.map(({ code, exitCode, remedy }) => row(code, String(exitCode), remedy)),
    row(stopped.code, Object.values(stopped.exitCodes).join(', '), stopped.remedy),
  ].join('\n')
}

const row = (code: string, exitCode: string, remedy: string): string =>
  `| \`${code}\` | ${exitCode} | ${remedy.replaceAll('|', '\\|')} |`

/**
 * A README with its table of errors as the code says.
 * @throws Problem INTERNAL when the marks between which the table stands are missing.
 */
export const withErrorsTable = (readme: string): string => {
  const from = readme.indexOf(begin)
  const to = readme.indexOf(end)
  if (from < 0 || to < from) {
    throw new Problem('INTERNAL', { what: `README.md has no place for the errors: ${begin} ... ${end}.` })
  }
  return `${readme.slice(0, from + begin.length)}\n${errorsTable()}\n${readme.slice(to)}`
}
