// The verb `trace`: one call, from the ledger over batch, page and Parquet part to the rows it brought.
import type { Argv } from 'yargs'
import { openHomeControl } from '../control/home-control.ts'
import type { Control } from '../control/database.ts'
import { findRun } from '../control/runs.ts'
import { findCall, findCallIds } from '../control/usage.ts'
import { Problem } from '../core/errors.ts'
import { traceCall } from '../lakehouse/trace.ts'
import type { CallTrace } from '../lakehouse/trace.ts'
import type { Cli } from './cli-type.ts'
import { assertHome } from './known-home.ts'
import { homeOf, homeOption } from './options.ts'
import type { CommonArgs, Context, Outcome } from './session.ts'

type Call = NonNullable<Awaited<ReturnType<typeof findCall>>>

/** Too short a beginning is no id, only a guess. */
const shortestBeginning = 6

/** @throws Problem USAGE when no call, or more than one, has this id. */
const callOf = async (control: Control, id: string): Promise<Call> => {
  const exact = await findCall(control, id)
  if (exact !== undefined) return exact
  const found = id.length < shortestBeginning ? [] : await findCallIds(control, id)
  const [only, other] = found
  if (only !== undefined && other === undefined) return callOf(control, only)
  throw new Problem('USAGE', {
    what:
      other === undefined
        ? `No call of this home has the request id ${JSON.stringify(id)}.`
        : `Several calls begin with ${JSON.stringify(id)}.`,
    ...(other === undefined
      ? {
          why: 'Calls older than 400 days are no longer kept one by one, and `doctor`, or `check` without MINDBODY_HOME, keep none.',
        }
      : {}),
    remedy:
      'Take the id from a log line (requestId), from `_request_id` of a row, or from the lake, of this --home.',
  })
}

const tell = ({ printer }: Context, call: Call, verb: string, trace: CallTrace | undefined): void => {
  printer.heading('Call')
  printer.line(`${call.endpoint}  site ${call.site_id}  stream ${call.stream ?? 'none'}  ${call.id}`)
  printer.line(
    call.status === null
      ? `made ${call.reserved_at}; how it ended is not known (still under way, or the process was killed)`
      : `made ${call.reserved_at}, ended ${call.finished_at ?? '?'} with ${call.status === 0 ? 'no answer' : `status ${call.status}`}`,
  )
  printer.line(`paid by ${call.local_day}, by the run ${call.run_id} (${verb})`)
  if (trace === undefined) {
    printer.line('It was made for no stream (a token or a check): it brought no rows.')
    return
  }
  printer.heading('Batches')
  for (const batch of trace.batches) {
    const state =
      batch.committed_at === null ? 'not known whether committed' : `committed ${batch.committed_at}`
    printer.line(`${batch.batch_id}  ${state}, ${batch.rows_of_call ?? 'unknown'} rows of this call`)
    printer.line(`  part  ${batch.part.path}  ${intact(batch.part.is_intact)}`)
    printer.line(
      batch.page === null
        ? '  page  not kept (too old, or the stream has fields that are never kept)'
        : `  page  ${batch.page.path}  ${intact(batch.page.is_intact)}`,
    )
  }
  if (trace.batches.length === 0) {
    printer.line(
      'In no batch: the answer held no rows (the page that ends a list, or the probe of a plan), was an error, was asked again, or its batch was not committed.',
    )
  }
  printer.heading('Rows')
  if (trace.rows === null) {
    printer.line('A sync holds the warehouse; ask again when it has ended.')
    return
  }
  printer.line(
    `${trace.rows.count} rows of raw.${call.stream} still are as this call brought them; others were the same before, or came anew since.`,
  )
  printer.table(trace.rows.keys)
}

const intact = (isIntact: boolean | null): string => {
  if (isIntact === null) return '(hash not on record yet)'
  return isIntact ? '(hash is right)' : '(HASH IS WRONG: the file was changed)'
}

export const traceVerb = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command(
    'trace <request-id>',
    'What became of one call: its run, batch, page, Parquet part and rows',
    (y) =>
      y
        .positional('request-id', {
          type: 'string',
          demandOption: true,
          describe: 'Request id, or its first characters',
        })
        .options(homeOption)
        .example('$0 trace 3f0c9a1e --home ./home', ''),
    (args) =>
      cli.run('trace', args, async (context): Promise<Outcome> => {
        const home = homeOf(args, context.terminal.env)
        await assertHome(home, context.terminal.env)
        await using control = await openHomeControl(home, context.terminal.env)
        const call = await callOf(control, args['request-id'].trim())
        const run = await findRun(control, call.run_id)
        const stream = cli.streams.find(({ name }) => name === call.stream)
        const trace =
          stream === undefined
            ? undefined
            : await traceCall(home, stream, {
                id: call.id,
                runId: call.run_id,
                siteId: call.site_id,
                reservedAt: new Date(call.reserved_at),
              })
        tell(context, call, run?.verb ?? 'unknown', trace)
        return {
          summary: {
            home,
            call,
            run:
              run === undefined
                ? null
                : { run_id: run.id, verb: run.verb, started_at: run.started_at, status: run.status },
            batches: trace?.batches ?? [],
            rows: trace?.rows ?? null,
          },
        }
      }),
  )
