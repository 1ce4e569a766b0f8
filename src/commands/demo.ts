// The verb `demo`: the whole product on the simulated studio, with no account: sync, marts, reconciliation, report.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Argv } from 'yargs'
import { parseConfig } from '../core/config.ts'
import type { Config } from '../core/config.ts'
import type { Given } from '../reconcile/given.ts'
import { profileFor } from '../reconcile/profile-for.ts'
import { putOnRecord } from '../reconcile/put-on-record.ts'
import { reconcile } from '../reconcile/reconcile.ts'
import { checkPython } from '../lakehouse/python.ts'
import { problemOf } from '../lakehouse/sync.ts'
import { simulatedMap } from '../sandbox/chart.ts'
import { startSandbox } from '../sandbox/sandbox.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { defaultStreams } from '../source/stream.ts'
import type { Cli } from './cli-type.ts'
import { exampleQueries } from './demo-queries.ts'
import { buildLine, buildSummary, problemOfBuild, worstOf } from './build-line.ts'
import { sandboxAccess, writeExports } from './sandbox.ts'
import type { CommonArgs, Context, Outcome } from './session.ts'
import { syncLine, syncSummary } from './sync-line.ts'
import { problemOfReconciliation, summaryOf, tellReconciliation } from './tell-reconciliation.ts'
import { tellBuild, tellSync } from './warehouse-verbs.ts'
import { withHome } from './work.ts'
import type { Work } from './work.ts'

/** The last whole month of the simulated year: what the studio's owner would export. */
const period = { from: '2026-06-01', to: '2026-06-30' } as const

const configOf = (sandbox: Sandbox): Config =>
  parseConfig({
    api_key: sandboxAccess.apiKey,
    site_ids: sandbox.business.studios.map(({ plan }) => plan.siteId),
    credentials: { type: 'staff_user', username: sandboxAccess.username, password: sandboxAccess.password },
    start_date: '2025-07-01',
    base_url: sandbox.url,
    // Loopback has no rate limit to respect.
    requests_per_second: 5_000,
    max_concurrency: 8,
  })

/** Days the studio has lived beyond its first year; every demo on the same home is a day later. */
const nextDay = async (home: string): Promise<number> => {
  const path = join(home, 'studio.json')
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return text === undefined ? 0 : (JSON.parse(text) as { days: number }).days + 1
}

/**
 * The studios' bookkeeper has mapped their categories: the file lies where one's own would. Once there, the folder belongs to
 * whoever tries the mapping out.
 */
const writeChart = async (home: string, { business }: Sandbox): Promise<void> => {
  const folder = join(home, 'finance')
  if ((await mkdir(folder, { recursive: true })) === undefined) return
  await writeFile(join(folder, 'gl_map.csv'), simulatedMap(business.studios.map(({ plan }) => plan)))
}

const runDemo = async (context: Context, cli: Cli, work: Work, sandbox: Sandbox): Promise<Outcome> => {
  const { printer } = context
  const { control, home } = work
  const config = configOf(sandbox)
  const synced = await syncLine(context, cli, work, { config, streams: defaultStreams(cli.streams) })
  await writeFile(join(home, 'studio.json'), JSON.stringify({ days: sandbox.business.days }))
  await writeChart(home, sandbox)
  const built = await buildLine(context, cli, work, { config, financeFolder: join(home, 'finance') })
  tellSync(context, synced)
  tellBuild(context, built)
  const marts = built.publication?.path
  if (marts === undefined) return { summary: buildSummary(built), problem: problemOfBuild(built) }

  const reconciliations = []
  for (const { report, siteId, file } of await writeExports(sandbox.business, join(home, 'native'), period)) {
    const { profile, origin } = await profileFor(home, report)
    const given: Given = {
      from: { value: period.from, source: 'flag' },
      to: { value: period.to, source: 'flag' },
    }
    const reconciled = await reconcile({ profile, origin, file, siteId, given, marts, log: context.log })
    const record = await putOnRecord({ control, home }, reconciled)
    tellReconciliation(context, record)
    reconciliations.push(record)
  }
  const { writeReport } = await import('../ops/report.ts')
  const path = await writeReport({ home, marts, now: new Date() })
  printer.heading('Try')
  printer.line(`report  ${path}`)
  printer.line(`marts   ${marts}`)
  for (const query of exampleQueries) printer.line(`\n${query}`)
  return {
    summary: {
      ...syncSummary(synced),
      ...buildSummary(built),
      reconciliations: reconciliations.map(summaryOf),
      report: path,
    },
    problem: worstOf(
      problemOf(synced),
      problemOfBuild(built),
      ...reconciliations.map(problemOfReconciliation),
    ),
  }
}

export const demoVerb = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command(
    'demo',
    'The whole product on a simulated studio; no account needed',
    (y) =>
      y
        .options({
          home: { type: 'string', default: 'demo-home', describe: 'Home of the demo' },
          fresh: { type: 'boolean', default: false, describe: 'Start over with an empty home' },
        })
        .example('$0 demo --fresh', ''),
    (args) =>
      cli.run('demo', args, async (context) => {
        const { printer } = context
        await checkPython()
        const home = resolve(args.home)
        if (args.fresh) await rm(home, { recursive: true, force: true })
        await mkdir(home, { recursive: true, mode: 0o700 })
        const days = await nextDay(home)
        printer.line(`Home: ${home}`)
        printer.line(
          days === 0
            ? 'A simulated business with two studios has lived a year. Reading it for the first time.'
            : `The studios have lived day ${days} since the first demo. Reading what changed.`,
        )
        const sandbox = await startSandbox({ days })
        try {
          return await withHome(context, { home, verb: 'demo', waitMs: 0 }, (work) =>
            runDemo(context, cli, work, sandbox),
          )
        } finally {
          await sandbox.close()
        }
      }),
  )
