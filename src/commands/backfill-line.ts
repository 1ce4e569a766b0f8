// The line of a backfill: what is left of the span, the plan and the question, and window by window what came of it.
import { backfilledTo, noteBackfilled } from '../control/backfills.ts'
import { writeMirror, readMirror } from '../control/mirror.ts'
import type { Config } from '../core/config.ts'
import { Problem } from '../core/errors.ts'
import type { LocalDate } from '../core/time.ts'
import { backfill, backfillSlices } from '../lakehouse/backfill.ts'
import type { BackfilledWindow } from '../lakehouse/backfill.ts'
import { endsRun } from '../lakehouse/ends-run.ts'
import { estimateSlices } from '../lakehouse/estimate.ts'
import { createProber } from '../lakehouse/estimate-probe.ts'
import { sitesToEstimate } from '../lakehouse/estimate-sites.ts'
import { Warehouse } from '../lakehouse/warehouse.ts'
import type { Client } from '../source/client.ts'
import type { Slice } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
import type { Cli } from './cli-type.ts'
import type { Context, Outcome } from './session.ts'
import { warehouseStreams } from './warehouse-streams.ts'
import { clientFor } from './work.ts'
import type { Work } from './work.ts'

export interface BackfillOrder {
  readonly config: Config
  readonly stream: Stream
  readonly siteIds: readonly number[]
  readonly from: LocalDate
  readonly to: LocalDate
  readonly maxCalls: number | undefined
  readonly isSure: boolean
}

/** What is left to read of one site. */
interface Part {
  readonly siteId: number
  readonly slices: readonly Slice[]
  /** Windows an earlier try has committed. */
  readonly windowsDone: number
}

/** Reads a span of one stream again. @throws Problem as `sync`; what stops one site only is told in the outcome. */
export const backfillLine = async (
  context: Context,
  cli: Cli,
  work: Work,
  order: BackfillOrder,
): Promise<Outcome> => {
  const { config, stream, from, to } = order
  const client = clientFor(context, config, work.control, work.runId, order.maxCalls)
  try {
    await using warehouse = await Warehouse.open(work.home, warehouseStreams(cli))
    // Their zones say which day pays for the calls.
    await sitesToEstimate({ config, warehouse, client, prober: undefined, streams: cli.streams })
    const parts: Part[] = []
    for (const siteId of order.siteIds) parts.push(await partOf(cli, work, order, siteId))
    if (!(await isWanted(context, work, { order, warehouse, client, parts }))) {
      return { summary: { declined: true } }
    }
    const windows: (BackfilledWindow & { readonly siteId: number })[] = []
    let problem: Problem | undefined
    for (const { siteId, slices } of parts) {
      try {
        await backfill({
          stream,
          siteId,
          slices,
          warehouse,
          client,
          config,
          runId: work.runId,
          signal: work.signal,
          log: context.log,
          onWindow: async (window) => {
            windows.push({ ...window, siteId })
            context.printer.line(`${stream.name} site ${siteId}: ${window.from} to ${window.to} done`)
            await noteBackfilled(work.control, { stream: stream.name, siteId, from, to }, window.to)
          },
        })
      } catch (error) {
        // Windows that were read are kept and told; whatever else stops the run is for the caller.
        if (!(error instanceof Problem) || work.signal.aborted) throw error
        problem ??= error
      }
      await mirrorRows(work, warehouse, stream, siteId)
      if (problem !== undefined && endsRun(problem)) break
    }
    return tell(context, order, { parts, windows, calls: client.callsMade, problem })
  } finally {
    await client.close()
  }
}

const partOf = async (cli: Cli, { control }: Work, order: BackfillOrder, siteId: number): Promise<Part> => {
  const { stream, from, to } = order
  const doneTo = await backfilledTo(control, { stream: stream.name, siteId, from, to })
  const all = backfillSlices(stream, siteId, { from, to }, cli.streams)
  const slices = all.filter(({ window }) => doneTo === undefined || (window?.to ?? '') > doneTo)
  return { siteId, slices, windowsDone: all.length - slices.length }
}

interface Wanted {
  readonly order: BackfillOrder
  readonly warehouse: Warehouse
  readonly client: Client
  readonly parts: readonly Part[]
}

/** On a terminal the plan is shown and a yes is waited for; elsewhere whoever calls has decided already. */
const isWanted = async (
  { printer, terminal, log }: Context,
  { signal }: Work,
  { order, warehouse, client, parts }: Wanted,
): Promise<boolean> => {
  const { config, stream, isSure } = order
  for (const { siteId, windowsDone } of parts) {
    if (windowsDone > 0)
      printer.line(`Site ${siteId}: ${windowsDone} windows are done already; going on after them.`)
  }
  if (terminal.ask === undefined || isSure || printer.json) return true
  const prober = createProber({ client, isThorough: false, most: parts.length, log, signal })
  let calls = 0
  for (const { siteId, slices } of parts) {
    const site = { siteId, zone: 'UTC' }
    const common = { warehouse, config, prober, fullRefresh: true, now: client.now() }
    const estimate = await estimateSlices(
      { ...common, streams: [stream], sites: [site], callsLeft: new Map() },
      { stream, site },
      slices,
    )
    printer.line(`Site ${siteId}: ${slices.length} windows, about ${estimate.calls} calls (${estimate.why})`)
    calls += estimate.calls
  }
  const price = config.call_price
  const money = price === undefined ? '' : `, ${Math.round(calls * price * 10_000) / 10_000} in money`
  printer.line(`In all about ${calls.toLocaleString('en-US')} calls${money}.`)
  if (/^y(es)?$/i.test((await terminal.ask('Begin? [y/N] ')).trim())) return true
  printer.line('Nothing was read. --yes begins without asking.')
  return false
}

/** `status` counts rows; the cursor stays. */
const mirrorRows = async (
  { control }: Work,
  warehouse: Warehouse,
  stream: Stream,
  siteId: number,
): Promise<void> => {
  for (const entry of await readMirror(control)) {
    if (entry.stream !== stream.name || entry.siteId !== siteId) continue
    await writeMirror(control, { ...entry, rows: await warehouse.rowCount(stream, siteId) })
  }
}

interface Done {
  readonly parts: readonly Part[]
  readonly windows: readonly (BackfilledWindow & { readonly siteId: number })[]
  readonly calls: number
  readonly problem: Problem | undefined
}

const tell = (
  { printer }: Context,
  { stream }: BackfillOrder,
  { parts, windows, calls, problem }: Done,
): Outcome => {
  const rows = windows.map(({ siteId, from, to, rows: read, rowsChanged, rowsDeleted }) => ({
    site_id: siteId,
    from,
    to,
    rows: read,
    changed: rowsChanged,
    deleted: rowsDeleted,
  }))
  const open = parts.reduce((sum, { slices }) => sum + slices.length, 0) - windows.length
  printer.heading('Backfilled')
  printer.table(rows.map((row) => ({ ...row, site_id: String(row.site_id) })))
  printer.line(`Calls: ${calls.toLocaleString('en-US')} used`)
  if (open > 0) printer.line(`${open} windows are still to be read: the same command goes on with them.`)
  return { summary: { stream: stream.name, windows: rows, windows_open: open, calls_used: calls }, problem }
}
