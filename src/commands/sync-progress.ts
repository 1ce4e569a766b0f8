// Progress of a sync on the terminal: one line for all streams, since several are read at once.
import type { Printer } from '../core/print.ts'
import type { SyncEvent } from '../lakehouse/sync-pass.ts'
import type { SyncResult } from '../lakehouse/sync.ts'

export interface SyncFollower {
  readonly event: (event: SyncEvent) => void
  end(): void
}

/** Follows a sync of so many passes (streams x sites). */
export const followSync = (printer: Printer, passes: number): SyncFollower => {
  const progress = printer.progress('sync')
  const running = new Map<string, { rows: number; calls: number }>()
  let ended = 0
  let rows = 0
  let calls = 0
  const show = (): void => {
    const now = [...running.values()]
    const allRows = rows + now.reduce((sum, pass) => sum + pass.rows, 0)
    const allCalls = calls + now.reduce((sum, pass) => sum + pass.calls, 0)
    const names = [...new Set([...running.keys()].map((key) => key.split(' ')[0]))].join(', ')
    progress.set(
      ended,
      passes,
      `${allRows.toLocaleString('en-US')} rows, ${allCalls.toLocaleString('en-US')} calls  ${names}`,
    )
  }
  return {
    event: (event) => {
      if (event.kind === 'end') {
        const { stream, site_id: siteId, rows: read, calls: made } = event.result
        running.delete(`${stream} ${siteId}`)
        ended += 1
        rows += read
        calls += made
      } else {
        const { stream, siteId } = event
        running.set(`${stream} ${siteId}`, event.kind === 'start' ? { rows: 0, calls: 0 } : event)
      }
      show()
    },
    end: () => progress.end(`${rows.toLocaleString('en-US')} rows in ${calls.toLocaleString('en-US')} calls`),
  }
}

/** One row a stream, sites added up. */
export const streamRows = ({ streams }: SyncResult): readonly Record<string, unknown>[] => {
  const names = [...new Set(streams.map(({ stream }) => stream))]
  return names.map((name) => {
    const passes = streams.filter(({ stream }) => stream === name)
    const sum = (of: (pass: (typeof passes)[number]) => number): number =>
      passes.reduce((total, pass) => total + of(pass), 0)
    return {
      stream: name,
      rows: sum(({ rows }) => rows),
      changed: sum(({ rows_changed: changed }) => changed),
      calls: sum(({ calls }) => calls),
      saved: sum(({ saved }) => saved),
      seconds: Math.round(sum(({ seconds }) => seconds) * 10) / 10,
      status: worstStatus(passes.map(({ status }) => status)),
    }
  })
}

/** What a person has to look at first. */
const statuses = ['incomplete', 'skipped', 'partial', 'complete', 'fresh'] as const

const worstStatus = (given: readonly SyncResult['streams'][number]['status'][]): string =>
  statuses.find((status) => given.includes(status)) ?? 'complete'

/** What a run has cost, in one line. */
export const spentLine = ({
  callsUsed,
  callsSaved,
  waiting,
  budgetLeft,
}: Pick<SyncResult, 'callsUsed' | 'callsSaved' | 'waiting'> & {
  readonly budgetLeft: number | null
}): string => {
  const count = (calls: number): string => calls.toLocaleString('en-US')
  const left = budgetLeft === null ? 'no daily budget' : `${count(budgetLeft)} left of the daily budget`
  const waits = waiting === 0 ? '' : `; ${count(waiting)} parents wait for the next run`
  return `Calls: ${count(callsUsed)} used, ${count(callsSaved)} saved against reading everything, ${left}${waits}`
}
