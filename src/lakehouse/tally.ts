// The tally of a pass: what it has read, asked and left waiting so far, and the result that amounts to.
import type { Problem } from '../core/errors.ts'
import type { Client } from '../source/client.ts'
import type { Page } from '../source/page.ts'
import type { Slice } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
import type { Committed } from './commit.ts'
import { createCallCount } from './estimate-calls.ts'
import type { ParentsPlan } from './parents-due.ts'
import type { StreamResult } from './sync-pass.ts'

export interface TallyInput {
  readonly stream: Stream
  readonly siteId: number
  readonly client: Client
  readonly pageSize: number
  /** A look at a few pages leaves nobody waiting. */
  readonly isLimited: boolean
}

export interface Tally {
  readonly calls: number
  readonly rows: number
  /** Rows of the answers so far, committed or not. */
  readonly rowsRead: number
  readonly plan: ParentsPlan | undefined
  planned(plan: ParentsPlan): void
  addPage(page: Page): void
  addCommit(committed: Committed): void
  /** `saved` where the whole is known to cost more than was spent. */
  result(status: StreamResult['status'], more?: { problem?: Problem; saved?: number }): Promise<StreamResult>
}

export const openTally = ({ stream, siteId, client, pageSize, isLimited }: TallyInput): Tally => {
  const began = performance.now()
  const callsMade = (): number => client.counters(stream.name, siteId).calls
  const callsBefore = callsMade()
  const total = { rows: 0, rowsChanged: 0, rowsDeleted: 0, parents: 0, commits: 0 }
  let rowsRead = 0
  let plan: ParentsPlan | undefined
  let largest: { readonly slice: Slice; readonly rows: number } | undefined

  const waiting = (): number => {
    if (isLimited || plan === undefined) return 0
    return Math.max(0, plan.waiting + plan.keys.length - total.parents)
  }
  /** Slices are kept whole or not at all: one that is longer than a run may be would never be. */
  const needs = async (): Promise<number | undefined> => {
    if (largest === undefined || total.commits > 0 || stream.parent !== undefined) return undefined
    const ofOthers = client.counters(undefined, siteId).calls - callsMade()
    return ofOthers + (await createCallCount(pageSize)(largest.slice, largest.rows))
  }

  return {
    get calls() {
      return callsMade() - callsBefore
    },
    get rows() {
      return total.rows
    },
    get rowsRead() {
      return rowsRead
    },
    get plan() {
      return plan
    },
    planned: (made) => {
      plan = made
    },
    addPage: ({ slice, rows, totalResults = 0 }) => {
      rowsRead += rows ?? 0
      if (totalResults > (largest?.rows ?? 0)) largest = { slice, rows: totalResults }
    },
    addCommit: (committed) => {
      total.rows += committed.rows
      total.rowsChanged += committed.rowsChanged
      total.rowsDeleted += committed.rowsDeleted
      total.parents += committed.parents
      total.commits += 1
    },
    result: async (status, { problem, saved = 0 } = {}) => {
      const isForBudget = status === 'partial' || problem?.code === 'BUDGET_SPENT'
      const waits = isForBudget ? waiting() : 0
      const needed = problem?.code === 'BUDGET_SPENT' ? await needs() : undefined
      return {
        stream: stream.name,
        site_id: siteId,
        rows: total.rows,
        rows_changed: total.rowsChanged,
        deleted: total.rowsDeleted,
        calls: callsMade() - callsBefore,
        saved,
        waiting: waits,
        ...(waits > 0 && stream.parent !== undefined ? { waiting_for: stream.parent.stream } : {}),
        ...(needed === undefined ? {} : { needs: needed }),
        seconds: Math.round(performance.now() - began) / 1_000,
        status,
        ...(problem === undefined ? {} : { problem }),
      }
    },
  }
}
