// The verb `sandbox`: the simulated studio's API on loopback, until it is stopped, and its native report exports.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { once } from 'node:events'
import type { Argv } from 'yargs'
import { byHandPath } from '../sandbox/by-hand.ts'
import { writeNativeReport } from '../sandbox/native-reports.ts'
import { startSandbox } from '../sandbox/sandbox.ts'
import type { Business } from '../sandbox/business.ts'
import type { Cli } from './cli-type.ts'
import { everyMsOf, liveOn } from './sandbox-days.ts'
import { faultOf, quirkOf, weatherLines, weatherOptions } from './sandbox-weather.ts'
import type { CommonArgs } from './session.ts'

/** The simulated studio's own key and staff user. */
export const sandboxAccess = { apiKey: 'demo-key', username: 'owner', password: 'demo-password' } as const

/** Mindbody tries for three hours; a simulated day is over in seconds, so the tries of a message are kept apart. */
const retryPauseMs = 1_000

export interface NativeExport {
  readonly report: 'sales' | 'attendance-with-revenue'
  readonly siteId: number
  readonly file: string
}

/** Writes both native reports of every site for a period, as the studio's owner would export them. */
export const writeExports = async (
  business: Business,
  folder: string,
  period: { readonly from: string; readonly to: string },
): Promise<readonly NativeExport[]> => {
  await mkdir(folder, { recursive: true })
  const written: NativeExport[] = []
  for (const { plan } of business.studios) {
    const { siteId } = plan
    const sales = join(folder, `sales-${siteId}.csv`)
    await writeNativeReport(business, { report: 'sales', siteId, ...period, file: sales, form: 'csv' })
    written.push({ report: 'sales', siteId, file: sales })
    const attendance = join(folder, `attendance-${siteId}.xlsx`)
    const report = 'attendance-with-revenue'
    await writeNativeReport(business, { report, siteId, ...period, file: attendance })
    written.push({ report, siteId, file: attendance })
  }
  return written
}

export const sandboxVerb = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command(
    'sandbox',
    'The simulated Mindbody on loopback: two studios with a year of life',
    (y) =>
      y
        .options({
          port: { type: 'number', default: 8765, describe: 'Port on 127.0.0.1; 0 = any free one' },
          seed: { type: 'number', default: 1, describe: 'Another seed is another business' },
          days: { type: 'number', default: 0, describe: 'Days lived beyond the first year' },
          sales: { type: 'number', default: 0, describe: 'Extra plain sales, for measurements' },
          'advance-every': {
            type: 'number',
            describe: 'Live a day every so many seconds, and deliver its events',
          },
          frozen: { type: 'boolean', default: true, describe: 'The simulated clock stands still' },
          exports: {
            type: 'string',
            describe: 'Also write the native reports of --from..--to into this folder',
          },
          from: { type: 'string', default: '2026-06-01', describe: 'First local day of the exports' },
          to: { type: 'string', default: '2026-06-30', describe: 'Last local day of the exports' },
          ...weatherOptions,
        })
        .example('$0 sandbox --port 8765 --days 1', '')
        .example('$0 sandbox --advance-every 60', 'a day a minute, its events sent to who is subscribed')
        .example(
          '$0 sandbox --fault rate_limited:3 --fault truncated@/sale/sales --quirk odd-client-profile',
          '',
        ),
    (args) =>
      cli.run('sandbox', args, async ({ printer, signal }) => {
        const { port, seed, days, frozen, from, to } = args
        if (args['list-weather']) {
          for (const line of weatherLines()) printer.line(line)
          return { summary: {} }
        }
        const quirks = args.quirk.map(quirkOf)
        const faults = args.fault.map(faultOf)
        const everyMs = everyMsOf(args['advance-every'])
        const sandbox = await startSandbox({ port, seed, days, frozen, quirks, scale: { sales: args.sales } })
        sandbox.setFaults(faults)
        sandbox.push.setOptions({ retryPauseMs })
        const siteIds = sandbox.business.studios.map(({ plan }) => plan.siteId)
        printer.line(`base_url   ${sandbox.url}`)
        printer.line(`push_url   ${sandbox.push.url}`)
        printer.line(
          `by hand    POST ${new URL(byHandPath, sandbox.url).href}/cancel-class/${siteIds[0] ?? 0}`,
        )
        printer.line(`site_ids   ${siteIds.join(', ')}`)
        printer.line(`api_key    ${sandboxAccess.apiKey}`)
        printer.line(`staff user ${sandboxAccess.username} / ${sandboxAccess.password}`)
        if (args.exports !== undefined) {
          for (const { report, file } of await writeExports(sandbox.business, args.exports, { from, to })) {
            printer.line(`${report.padEnd(24)} ${file}`)
          }
        }
        printer.line('Stop with Ctrl-C.')
        const isOver = signal.aborted ? Promise.resolve() : once(signal, 'abort')
        await Promise.race([
          isOver,
          ...(everyMs === undefined ? [] : [liveOn(sandbox, everyMs, { printer, signal })]),
        ])
        await sandbox.close()
        printer.line(`${sandbox.calls.length} calls were answered.`)
        return { summary: { url: sandbox.url, calls: sandbox.calls.length } }
      }),
  )
