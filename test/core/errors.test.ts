// The table of codes: exit codes as promised, causes kept, a full disk known in whatever it comes.
import { expect, test } from 'vitest'
import { Problem, problems, stopped, toProblem } from '../../src/core/errors.ts'
import { errorsTable, withErrorsTable } from '../../src/core/errors-table.ts'

/** The contract: what each exit code means, and which codes end in it. */
const promised: Readonly<Record<number, readonly string[]>> = {
  1: [
    'DIFFERENCES',
    'FINDINGS',
    'TESTS_FAILED',
    'CLOSED_JOURNAL_CHANGED',
    'JOURNAL_UNBALANCED',
    'MARTS_STALE',
    'DEAD_LETTERS',
    'WEBHOOK_GAP',
    'STREAM_LOST',
  ],
  2: ['USAGE', 'REPORT_SETTINGS', 'SUBSCRIPTION_REFUSED'],
  3: [
    'WEBHOOKS_NOT_LIVE',
    'CONFIG_INVALID',
    'CONFIG_UNREADABLE',
    'FINANCE_TABLES_BROKEN',
    'CATALOG_INVALID',
    'STATE_INVALID',
    'PYTHON_MISSING',
    'DBT_INSTALL_FAILED',
    'HOME_UNUSABLE',
    'REPORT_PROFILE',
  ],
  4: ['CREDENTIALS_REFUSED', 'SITE_NOT_ACTIVATED', 'PERMISSION_MISSING'],
  5: ['BUDGET_SPENT'],
  6: ['MINDBODY_UNAVAILABLE', 'ANSWER_BROKEN'],
  7: ['INTERNAL'],
  8: ['HOME_LOCKED'],
  9: ['DISK_FULL'],
}

test('every code ends in the exit code that was promised for it', () => {
  const found: Record<number, string[]> = {}
  for (const [code, { exitCode }] of Object.entries(problems)) (found[exitCode] ??= []).push(code)
  expect(found).toEqual(promised)
})

test('a remedy is a sentence, and the thrower may give a better one', () => {
  for (const { remedy } of Object.values(problems)) expect(remedy).toMatch(/^[A-Z].*\.$/)
  expect(new Problem('USAGE', { what: 'No.' }).remedy).toBe(problems.USAGE.remedy)
  expect(new Problem('USAGE', { what: 'No.', remedy: 'Do that.' }).remedy).toBe('Do that.')
  expect(new Problem('USAGE', { what: 'No.', why: 'Because.' }).message).toBe('No. Because.')
})

test.each([
  ['the code of the system', Object.assign(new Error('write'), { code: 'ENOSPC' })],
  ['a quota', Object.assign(new Error('write'), { code: 'EDQUOT' })],
  ['a file-size limit', Object.assign(new Error('write'), { code: 'EFBIG' })],
  ['words of DuckDB', new Error('IO Error: Could not write file "x": No space left on device')],
  ['words of SQLite', new Error('database or disk is full')],
  ['inside other errors', new Error('commit', { cause: new Error('EFBIG: File too large') })],
  [
    'inside a problem',
    new Problem('INTERNAL', { what: 'x' }, { cause: Object.assign(new Error('w'), { code: 'ENOSPC' }) }),
  ],
])('a full disk is known by %s', (_, error) => {
  expect(toProblem(error).code).toBe('DISK_FULL')
})

test('a problem stays what it is; the rest is our bug, with its cause', () => {
  const problem = new Problem('BUDGET_SPENT', { what: 'Spent.' })
  expect(toProblem(problem)).toBe(problem)
  const bug = new TypeError('x is not a function')
  expect(toProblem(bug)).toMatchObject({ code: 'INTERNAL', exitCode: 7, cause: bug })
  expect(toProblem('thrown text')).toMatchObject({ code: 'INTERNAL', why: 'thrown text' })
})

test('the table names every code once, and replaces only what stands between the marks', () => {
  const rows = errorsTable().split('\n').slice(2)
  expect(rows).toHaveLength(Object.keys(problems).length + 1)
  expect(rows.at(-1)).toBe(`| \`STOPPED\` | 130, 143 | ${stopped.remedy} |`)
  for (const [code, { exitCode }] of Object.entries(problems)) {
    expect(rows.filter((row) => row.startsWith(`| \`${code}\` | ${exitCode} |`))).toHaveLength(1)
  }
  const readme = '# Before\n<!-- errors -->\nold\n<!-- /errors -->\nafter\n'
  const written = withErrorsTable(readme)
  expect(written).toBe(`# Before\n<!-- errors -->\n${errorsTable()}\n<!-- /errors -->\nafter\n`)
  expect(withErrorsTable(written)).toBe(written)
  expect(() => withErrorsTable('# Nothing')).toThrow('no place for the errors')
})
