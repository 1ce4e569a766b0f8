// What the pulls of dirty marks amount to: nothing, streams that were lost, or marks that wait for calls.
import { Problem } from '../core/errors.ts'
import type { DirtyPull } from './dirty-pulling.ts'

/** Undefined when all that could be pulled was pulled. */
export const problemOfDirty = (pulls: readonly DirtyPull[]): Problem | undefined => {
  const lost = pulls.filter(({ problem }) => problem !== undefined && problem.code !== 'BUDGET_SPENT')
  const [first] = lost
  if (first?.problem !== undefined) {
    const names = lost.map(({ stream, site_id }) => `${stream} (site ${site_id})`)
    return new Problem('STREAM_LOST', {
      what: `What events told of was not read to its end: ${names.join(', ')}. It stays marked, and the next run reads it first.`,
      why: first.problem.message,
    })
  }
  const waiting = pulls.filter((pull) => pull.waiting > 0)
  if (waiting.length === 0) return undefined
  const spent = waiting.find(({ problem }) => problem !== undefined)?.problem
  const waits = waiting.map(
    ({ stream, site_id, waiting: marks }) =>
      `${marks.toLocaleString('en-US')} in ${stream} (site ${site_id})`,
  )
  return new Problem('BUDGET_SPENT', {
    what: `${spent?.what ?? 'Events have spent their share of the calls allowed.'} Rows that events told of wait: ${waits.join(', ')}; the next run reads them first.`,
    ...(spent === undefined ? {} : { remedy: spent.remedy }),
  })
}
