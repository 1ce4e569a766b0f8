// One stream of one site in a sync: read unless it is fresh, followed while it is read, and told what came of it.
import { toProblem } from '../core/errors.ts'
import type { Problem } from '../core/errors.ts'
import { warnOfSkipped } from '../source/stretch.ts'
import type { Site } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
import type { Committed } from './commit.ts'
import { parentKeysOf, planParents } from './parents-due.ts'
import type { DueClock, ParentsPlan } from './parents-due.ts'
import { runPass } from './pass.ts'
import { isFresh, noteComplete, standingOf } from './standing.ts'
import type { PassesInput, StreamResult } from './sync-pass.ts'

interface StreamPassInput extends PassesInput {
  readonly stream: Stream
  readonly site: Site
  readonly zones: ReadonlyMap<number, string>
  /** The site's calls are spent: nothing is asked. */
  readonly spent: Problem | undefined
}

/** Reads one stream; never throws. */
export const runStream = async (input: StreamPassInput, countBatch: () => void): Promise<StreamResult> => {
  const { client, warehouse, stop, stream, site, fullRefresh = false, limitPages } = input
  const { siteId } = site
  const began = performance.now()
  const callsBefore = client.counters(stream.name, siteId).calls
  const calls = (): number => client.counters(stream.name, siteId).calls - callsBefore
  const total = { rows: 0, rowsChanged: 0, rowsDeleted: 0, parents: 0 }
  let rowsRead = 0
  let plan: ParentsPlan | undefined
  const resultOf = async (status: StreamResult['status'], problem?: Problem): Promise<StreamResult> => {
    const waiting = plan === undefined ? 0 : plan.waiting + plan.keys.length - total.parents
    const isForBudget = status === 'partial' || problem?.code === 'BUDGET_SPENT'
    const isWaiting = isForBudget && limitPages === undefined && waiting > 0
    return {
      stream: stream.name,
      site_id: siteId,
      rows: total.rows,
      rows_changed: total.rowsChanged,
      deleted: total.rowsDeleted,
      calls: calls(),
      saved: status === 'complete' || status === 'fresh' ? await savedCalls(input, plan, calls()) : 0,
      waiting: isWaiting ? waiting : 0,
      ...(isWaiting && stream.parent !== undefined ? { waiting_for: stream.parent.stream } : {}),
      seconds: Math.round(performance.now() - began) / 1_000,
      status,
      ...(problem === undefined ? {} : { problem }),
    }
  }
  if (stop.signal.aborted) return resultOf('skipped')
  const due: DueClock = {
    now: () => client.now(),
    zoneOf: (id) => input.zones.get(id) ?? 'UTC',
    all: fullRefresh,
  }
  if (input.spent !== undefined) {
    plan = await planParents(warehouse, stream, siteId, due)
    return resultOf('skipped', input.spent)
  }
  const freshness = { now: client.now(), startDate: input.config.start_date }
  if (!fullRefresh && (await isFresh(warehouse, stream, siteId, freshness))) return resultOf('fresh')
  input.progress({ kind: 'start', stream: stream.name, siteId })

  const mirror = async (status: string): Promise<void> =>
    input.mirror({
      stream: stream.name,
      siteId,
      cursor: await warehouse.cursorOf(stream, siteId),
      rows: await warehouse.rowCount(stream, siteId),
      lastSyncedAt: client.now(),
      status,
      runId: input.runId,
    })
  const onCommit = async (committed: Committed): Promise<void> => {
    total.rows += committed.rows
    total.rowsChanged += committed.rowsChanged
    total.rowsDeleted += committed.rowsDeleted
    total.parents += committed.parents
    countBatch()
    input.progress({ kind: 'commit', stream: stream.name, siteId, rows: total.rows, calls: calls() })
    await mirror('running')
  }
  try {
    const end = await runPass({
      ...input,
      fullRefresh,
      parents: parentKeysOf(warehouse, {
        ...due,
        callsLeft: (id) => client.callsLeft(id),
        onPlan: (made) => {
          plan = made
        },
      }),
      signal: stop.signal,
      onPage: (page) => {
        warnOfSkipped(page, input.log)
        rowsRead += page.rows ?? 0
        input.progress({ kind: 'page', stream: stream.name, siteId, rows: rowsRead, calls: calls() })
      },
      onCommit,
    })
    const status = limitPages === undefined && !isCut(plan) ? 'complete' : 'partial'
    if (status === 'complete') await noteComplete(warehouse, { ...end, stream, siteId })
    await mirror(status)
    return await resultOf(status)
  } catch (error) {
    if (stop.signal.aborted) return resultOf('incomplete')
    const problem = toProblem(error)
    input.log.warn({ stream: stream.name, site_id: siteId, code: problem.code }, problem.message)
    if (problem.code !== 'BUDGET_SPENT') return resultOf('incomplete', problem)
    await mirror('partial')
    return resultOf('partial', problem)
  }
}

/** TypeScript does not see that a callback has set the plan. */
const isCut = (plan: ParentsPlan | undefined): boolean => plan !== undefined && plan.waiting > 0

/** What reading the whole stream would cost more than was spent. */
const savedCalls = async (
  { stream, site, warehouse }: StreamPassInput,
  plan: ParentsPlan | undefined,
  calls: number,
): Promise<number> => {
  const standing = await standingOf(warehouse, stream, site.siteId)
  const ofParents = plan && Math.ceil(plan.present / (stream.parent?.batch ?? 1))
  return Math.max(0, Math.max(ofParents ?? 0, standing?.wholeCalls ?? 0) - calls)
}
