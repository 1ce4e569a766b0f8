// The line of a plan: what a run would cost, from the warehouse and a few probes, or from the ledger while a run is under way.
import type { Control } from '../control/database.ts'
import { callsOfLastReading, msPerAnswer, msPerCall } from '../control/usage.ts'
import type { Config } from '../core/config.ts'
import { estimateRun } from '../lakehouse/estimate.ts'
import type { StreamEstimate } from '../lakehouse/estimate.ts'
import { createProber } from '../lakehouse/estimate-probe.ts'
import { sitesToEstimate } from '../lakehouse/estimate-sites.ts'
import { Warehouse } from '../lakehouse/warehouse.ts'
import type { Client } from '../source/client.ts'
import type { Stream } from '../source/stream.ts'
import type { Cli } from './cli-type.ts'
import { withDailyWhole } from './daily-whole.ts'
import type { Context } from './session.ts'
import { warehouseStreams } from './warehouse-streams.ts'
import { clientFor } from './work.ts'
import type { Work } from './work.ts'

export interface PlanRequest {
  readonly config: Config
  readonly streams: readonly Stream[]
  readonly fullRefresh: boolean
  /** `all` = whatever makes the plan better; `few` = what decides whether to ask; `none` = no call at all. */
  readonly probes: 'all' | 'few' | 'none'
}

export interface PlannedStream {
  readonly stream: string
  readonly calls: number
  readonly seconds: number
  /** Null without a call_price. */
  readonly money: number | null
  readonly why: string
  /** False where its calls depend on rows that nobody has counted yet: they come on top. */
  readonly known: boolean
}

export interface Plan {
  readonly streams: readonly PlannedStream[]
  readonly calls: number
  readonly seconds: number
  readonly money: number | null
  /** Calls the plan itself has made. */
  readonly probes: number
  /** Calls that may still be spent today, over all sites; null without a budget. */
  readonly budgetLeft: number | null
}

/** Enough for the long streams and the parents of a site, and far less than any run that is worth asking about. */
const fewProbes = 10

/** A guess, where nothing was ever measured. */
const usualAnswerMs = 300

/** Plans a run. @throws Problem as `Warehouse.open`; CREDENTIALS_REFUSED. */
export const planLine = async (
  context: Context,
  cli: Cli,
  { home, control, runId, signal }: Work,
  { config, streams, fullRefresh, probes }: PlanRequest,
): Promise<Plan> => {
  const client = clientFor(context, config, control, runId)
  const measured = await msPerCall(control)
  let estimates: readonly StreamEstimate[]
  let callsLeft: ReadonlyMap<number, number>
  try {
    await using warehouse = await Warehouse.open(home, warehouseStreams(cli))
    const most = probes === 'few' ? fewProbes * config.site_ids.length : Infinity
    const isThorough = probes === 'all'
    const prober =
      probes === 'none' ? undefined : createProber({ client, isThorough, most, log: context.log, signal })
    const sites = await sitesToEstimate({ config, warehouse, client, prober, streams: cli.streams })
    const common = {
      warehouse,
      config: withDailyWhole(config),
      streams,
      sites,
      prober,
      fullRefresh,
      now: client.now(),
    }
    callsLeft = await leftBySite(client, config)
    estimates = await estimateRun({ ...common, callsLeft })
    callsLeft = await leftBySite(client, config)
  } finally {
    await client.close()
  }
  const probesMade = client.callsMade
  const msEach = await msOf(control, runId, config, measured)
  return planOf(estimates, { config, msEach, probes: probesMade, callsLeft })
}

/** What the last runs took, while another run holds the warehouse: no call is made. */
export const planFromLedger = async (
  control: Control,
  { config, streams }: Pick<PlanRequest, 'config' | 'streams'>,
): Promise<Plan> => {
  const readings = await callsOfLastReading(control)
  const estimates = streams.flatMap(({ name }) =>
    config.site_ids.map((siteId): StreamEstimate => {
      const last = readings.find((reading) => reading.stream === name && reading.site_id === siteId)
      const why = last === undefined ? 'never read by a run that has ended' : 'what its last reading took'
      return { stream: name, siteId, calls: last?.calls ?? 0, why, known: last !== undefined }
    }),
  )
  const msEach = (await msPerCall(control)) ?? usualAnswerMs / config.max_concurrency
  return planOf(estimates, { config, msEach, probes: 0, callsLeft: new Map() })
}

const leftBySite = async (client: Client, config: Config): Promise<ReadonlyMap<number, number>> => {
  const left = new Map<number, number>()
  for (const siteId of config.site_ids) {
    const calls = await client.callsLeft(siteId)
    if (calls !== undefined) left.set(siteId, calls)
  }
  return left
}

/** What a call takes, all in all: as measured in a run, or by the probes' answers, and never less than the pace allows. */
const msOf = async (
  control: Control,
  runId: string,
  config: Config,
  measured: number | undefined,
): Promise<number> => {
  const answerMs = (await msPerAnswer(control, runId)) ?? usualAnswerMs
  return Math.max(measured ?? answerMs / config.max_concurrency, 1_000 / config.requests_per_second)
}

interface PlanTerms {
  readonly config: Config
  readonly msEach: number
  readonly probes: number
  readonly callsLeft: ReadonlyMap<number, number>
}

const planOf = (
  estimates: readonly StreamEstimate[],
  { config, msEach, probes, callsLeft }: PlanTerms,
): Plan => {
  const price = config.call_price
  const costOf = (calls: number) => ({
    calls,
    seconds: Math.round((calls * msEach) / 100) / 10,
    money: price === undefined ? null : Math.round(calls * price * 10_000) / 10_000,
  })
  const names = [...new Set(estimates.map(({ stream }) => stream))]
  const streams = names.map((stream) => {
    const passes = estimates.filter((estimate) => estimate.stream === stream)
    const calls = passes.reduce((sum, pass) => sum + pass.calls, 0)
    const why = [...new Set(passes.map((pass) => pass.why))].join(' · ')
    return { stream, ...costOf(calls), why, known: passes.every(({ known }) => known) }
  })
  const budgetLeft =
    callsLeft.size === 0 ? null : [...callsLeft.values()].reduce((sum, left) => sum + left, 0)
  return { streams, ...costOf(streams.reduce((sum, { calls }) => sum + calls, 0)), probes, budgetLeft }
}
