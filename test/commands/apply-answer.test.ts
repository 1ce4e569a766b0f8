// How a run of `webhooks apply` ends for `serve`: whatever its one error is, nothing lost is taken for done.
import { expect, test } from 'vitest'
import { answerIn, applyFlags, endOf } from '../../src/commands/apply-answer.ts'
import { Problem } from '../../src/core/errors.ts'
import type { ProblemCode } from '../../src/core/errors.ts'
import type { DirtyPull } from '../../src/lakehouse/dirty-pulling.ts'

const pull = (more: Partial<DirtyPull> = {}): DirtyPull => ({
  stream: 'classes',
  site_id: -99,
  pulled: 1,
  rows: 1,
  rows_changed: 1,
  deleted: 0,
  calls: 1,
  seconds: 0.1,
  gone: [],
  left: 0,
  waiting: 0,
  ...more,
})

const problem = (code: ProblemCode): Problem => new Problem(code, { what: 'So it is.' })
const published = { publication: { path: 'marts.duckdb', marts: [] } }
const unpublished = { publication: undefined }

const ended = (
  pulls: readonly DirtyPull[],
  built: Parameters<typeof applyFlags>[1],
  code?: ProblemCode,
): string => {
  const error = code === undefined ? {} : { error: { code, message: 'So it is.' } }
  return endOf(answerIn(JSON.stringify({ events: {}, ...applyFlags(pulls, built), ...error })))
}

test.each(['DEAD_LETTERS', 'WEBHOOK_GAP', 'STREAM_LOST', 'BUDGET_SPENT'] as const)(
  'a pull that was lost is tried again, though the run names %s',
  (code) => {
    const lost = pull({ left: 1, problem: problem('MINDBODY_UNAVAILABLE') })
    expect(ended([pull(), lost], published, code)).toBe('failed')
    expect(ended([lost, pull({ gone: ['7'], left: 1 })], unpublished, code)).toBe('failed')
  },
)

test.each([
  ['nothing was out of date', [pull()], undefined, undefined, 'done'],
  ['dead letters are for a person', [pull()], published, 'DEAD_LETTERS', 'done'],
  ['so are findings', [pull()], published, 'FINDINGS', 'done'],
  ['tests failed', [pull()], unpublished, 'TESTS_FAILED', 'waits'],
  ['tests failed without a pull', [], unpublished, 'DEAD_LETTERS', 'waits'],
  [
    'the calls are spent',
    [pull({ left: 2, waiting: 2, problem: problem('BUDGET_SPENT') })],
    published,
    'BUDGET_SPENT',
    'waits',
  ],
  ["a stream's share is spent", [pull({ left: 2, waiting: 2 })], undefined, 'DEAD_LETTERS', 'waits'],
  ['marks of streams that no sync has read', [pull({ left: 2 })], published, undefined, 'done'],
  ['rows did not come', [pull({ gone: ['7'], left: 1 })], published, undefined, 'again'],
  ['rows did not come, tests failed', [pull({ gone: ['7'], left: 1 })], unpublished, 'TESTS_FAILED', 'again'],
] as const)('%s', (_what, pulls, built, code, end) => {
  expect(ended(pulls, built, code)).toBe(end)
})

test('a run that stopped before its end, or said nothing, is tried again', () => {
  expect(endOf(answerIn('{"ok":false,"error":{"code":"HOME_LOCKED","message":"Held."}}'))).toBe('failed')
  expect(endOf(answerIn(''))).toBe('failed')
})
