// The verb `status`: where each stream stands, when it is due, and what the last runs did and cost; works while a sync writes.
import type { Argv } from 'yargs'
import { openHomeControl } from '../control/home-control.ts'
import type { Control } from '../control/database.ts'
import { readMirror } from '../control/mirror.ts'
import type { MirrorEntry } from '../control/mirror.ts'
import { newestSummary } from '../control/runs.ts'
import type { Cli } from './cli-type.ts'
import { assertHome } from './known-home.ts'
import { nextDue } from './next-due.ts'
import { homeOf, homeOption } from './options.ts'
import { readRuns } from './runs.ts'
import type { CommonArgs } from './session.ts'
import { spentLine } from './sync-progress.ts'
import { tellWebhooks, webhookStanding } from './webhook-standing.ts'

const runsShown = 5

/** Verbs that read Mindbody and say what it cost. */
const readingVerbs = ['sync', 'run', 'demo']

/** How far a stream is read, in as few words as a table has room for; `state show` has all of it. */
const positionOf = (cursor: object): string => {
  const { from, until, since, day, readAt }: Readonly<Record<string, unknown>> = { ...cursor }
  const at = until ?? since ?? day ?? readAt ?? ''
  return until === undefined || from === undefined ? String(at) : `${String(from)} to ${String(at)}`
}

/** When everything was last read, where less is read in between. */
const wholeAtOf = (cursor: object | undefined): string | null => {
  const { wholeAt }: Readonly<Record<string, unknown>> = { ...cursor }
  return typeof wholeAt === 'string' ? wholeAt : null
}

const statusOf = (entry: MirrorEntry, { streams }: Cli, now: Date): Record<string, unknown> => {
  const { lastSyncedAt, cursor } = entry
  const stream = streams.find(({ name }) => name === entry.stream)
  const due = stream === undefined ? undefined : nextDue(stream, entry)
  const ageHours =
    lastSyncedAt === undefined ? null : Math.round((now.getTime() - lastSyncedAt.getTime()) / 360_000) / 10
  return {
    stream: entry.stream,
    site_id: entry.siteId,
    rows: entry.rows,
    status: entry.status,
    last_synced_at: lastSyncedAt?.toISOString() ?? null,
    age_hours: ageHours,
    cursor: cursor === undefined ? null : positionOf(cursor),
    read_whole_at: wholeAtOf(cursor),
    waiting: entry.waiting ?? 0,
    next_due: due?.words ?? 'no longer read',
    next_due_at: due?.at ?? null,
  }
}

interface Spent {
  readonly calls_used: number
  readonly calls_saved: number
  readonly waiting: number
  readonly budget_left: number | null
}

/** What the last sync cost; undefined before one has ended. */
const lastSpent = async (control: Control): Promise<Spent | undefined> => {
  const summary = await newestSummary(control, readingVerbs)
  const { calls_used: used, calls_saved: saved, waiting, budget_left: left } = summary ?? {}
  if (typeof used !== 'number') return undefined
  return {
    calls_used: used,
    calls_saved: typeof saved === 'number' ? saved : 0,
    waiting: typeof waiting === 'number' ? waiting : 0,
    budget_left: typeof left === 'number' ? left : null,
  }
}

/** The site whose clients were read whole longest ago speaks for all; null where one never was. */
const wholeClients = (streams: readonly Readonly<Record<string, unknown>>[]): string | null => {
  const times = streams.filter(({ stream }) => stream === 'clients').map((row) => row['read_whole_at'])
  return times.every((at) => typeof at === 'string') ? (times.sort()[0] ?? null) : null
}

export const statusVerb = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command(
    'status',
    'Where each stream stands, when it is due, and what the last runs did and cost',
    (y) => y.options(homeOption).example('$0 status --home ./home', ''),
    (args) =>
      cli.run('status', args, async ({ printer, terminal }) => {
        const home = homeOf(args, terminal.env)
        await assertHome(home, terminal.env)
        await using control = await openHomeControl(home, terminal.env)
        const now = new Date()
        const streams = (await readMirror(control)).map((entry) => statusOf(entry, cli, now))
        const runs = await readRuns(control, runsShown)
        const spent = await lastSpent(control)
        printer.heading('Streams')
        printer.table(
          streams.map(({ next_due_at: _, read_whole_at: _whole, last_synced_at: at, ...row }) => ({
            ...row,
            site_id: String(row['site_id']),
            last_synced_at: at,
          })),
        )
        printer.heading('Last runs')
        printer.table(runs)
        if (spent !== undefined) {
          printer.line(
            `Last sync: ${spentLine({
              callsUsed: spent.calls_used,
              callsSaved: spent.calls_saved,
              waiting: spent.waiting,
              budgetLeft: spent.budget_left,
            })}`,
          )
        }
        const webhooks = await webhookStanding(control)
        if (webhooks !== undefined) tellWebhooks(printer, webhooks, wholeClients(streams))
        return { summary: { home, streams, runs, last_sync: spent ?? null, webhooks: webhooks ?? null } }
      }),
  )
