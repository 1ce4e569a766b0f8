// Surgery on the state of a home: a backup first, then the change, or with --dry-run only words.
import { readMirror, writeMirror } from '../control/mirror.ts'
import { readJsonFile } from '../core/config.ts'
import { Problem } from '../core/errors.ts'
import { assertSavedState, backupState, restoreState } from '../lakehouse/state-backup.ts'
import { readStanding, resetState, setCursor } from '../lakehouse/state-change.ts'
import type { Standing } from '../lakehouse/state-change.ts'
import { parseCursor } from '../lakehouse/state-cursor.ts'
import { Warehouse } from '../lakehouse/warehouse.ts'
import type { Cli } from './cli-type.ts'
import { assertHome } from './known-home.ts'
import { homeOf } from './options.ts'
import { selectStreams } from './select-streams.ts'
import type { Context, Outcome } from './session.ts'
import { warehouseStreams } from './warehouse-streams.ts'
import { withHome } from './work.ts'
import type { Work } from './work.ts'

export interface StateArgs {
  readonly home?: string | undefined
  readonly streams?: string | undefined
  readonly site?: number | undefined
  readonly wait?: number | undefined
  readonly 'dry-run'?: boolean
}

interface Change {
  /** What stands there before, of the streams concerned. */
  readonly before: readonly Standing[]
  readonly after: (standing: Standing) => unknown
  readonly apply: () => Promise<void>
}

/** Backup, change and mirror; with `--dry-run` only words. */
const changeState = async (
  context: Context,
  cli: Cli,
  args: StateArgs,
  verb: string,
  plan: (warehouse: Warehouse) => Promise<Change>,
): Promise<Outcome> => {
  const home = homeOf(args, context.terminal.env)
  await assertHome(home, context.terminal.env)
  const options = { home, verb, waitMs: (args.wait ?? 0) * 1_000 }
  return withHome(context, options, async (work) => {
    await using warehouse = await Warehouse.open(home, warehouseStreams(cli))
    const { before, after, apply } = await plan(warehouse)
    const isDry = args['dry-run'] === true
    const changes = before.map((standing) => ({
      stream: standing.stream,
      site_id: standing.siteId,
      before: standing.cursor ?? null,
      after: after(standing) ?? null,
      parents_asked: standing.parentsAsked,
    }))
    tellChanges(context, changes, isDry)
    if (isDry || changes.length === 0) return { summary: { home, dry_run: isDry, changes, backup: null } }
    const backup = await backupState(warehouse, new Date())
    await apply()
    await mirrorState(cli, warehouse, work)
    context.printer.line(`The state before is kept in ${backup}`)
    context.printer.line(`Back to it: mindbody-elt state set --home ${home} --from ${backup}`)
    return { summary: { home, dry_run: false, changes, backup } }
  })
}

const tellChanges = (
  { printer }: Context,
  changes: readonly { stream: string; site_id: number; before: unknown; after: unknown }[],
  isDry: boolean,
): void => {
  if (changes.length === 0) {
    printer.line('Nothing to change: no stream of this selection has any state.')
    return
  }
  printer.heading(isDry ? 'Would change' : 'Changed')
  printer.table(
    changes.map(({ stream, site_id: siteId, before, after }) => ({
      stream,
      site_id: String(siteId),
      before: before === null ? 'none' : JSON.stringify(before),
      after: after === null ? 'none: read from the start' : JSON.stringify(after),
    })),
  )
  if (isDry) printer.line('Nothing was changed (--dry-run).')
}

/** `status` and `state show` read the mirror; it must not go on telling the old cursors. */
const mirrorState = async (cli: Cli, warehouse: Warehouse, { control }: Work): Promise<void> => {
  for (const entry of await readMirror(control)) {
    const stream = cli.streams.find(({ name }) => name === entry.stream)
    if (stream === undefined) continue
    await writeMirror(control, { ...entry, cursor: await warehouse.cursorOf(stream, entry.siteId) })
  }
}

/** Forgets where the named streams stand. @throws Problem USAGE without names, HOME_LOCKED. */
export const forgetState = (context: Context, cli: Cli, args: StateArgs): Promise<Outcome> =>
  changeState(context, cli, args, 'state reset', async (warehouse) => {
    if (args.streams === undefined) {
      throw new Problem('USAGE', {
        what: 'Name the streams whose state is to be forgotten.',
        remedy: "Give --streams sales, or --streams '*' for all default streams.",
      })
    }
    const streams = selectStreams(cli.streams, args.streams)
    return {
      before: await readStanding(warehouse, streams, args.site),
      after: () => undefined,
      apply: () => resetState(warehouse, streams, args.site),
    }
  })

export interface SetArgs extends StateArgs {
  readonly stream?: string | undefined
  readonly cursor?: string | undefined
  readonly from?: string | undefined
}

/** Sets one cursor, or restores a backup. @throws Problem USAGE, HOME_LOCKED. */
export const setState = (context: Context, cli: Cli, args: SetArgs): Promise<Outcome> => {
  if (args.from !== undefined) return restoreVerb(context, cli, args, args.from)
  const { stream: name, site: siteId, cursor: text } = args
  if (name === undefined || siteId === undefined || text === undefined) {
    throw new Problem('USAGE', {
      what: 'Setting a cursor needs --stream, --site and --cursor; --from FILE restores a backup.',
    })
  }
  const [stream] = selectStreams(cli.streams, name)
  if (stream?.name !== name) throw new Problem('USAGE', { what: `"${name}" is not the name of one stream.` })
  const now = new Date()
  const cursor = parseCursor(stream, text, now)
  return changeState(context, cli, args, 'state set', async (warehouse) => {
    const [standing] = await readStanding(warehouse, [stream], siteId)
    return {
      before: [standing ?? { stream: name, siteId, cursor: undefined, parentsAsked: 0 }],
      after: () => cursor,
      apply: () => setCursor(warehouse, stream, siteId, cursor, now),
    }
  })
}

const restoreVerb = async (context: Context, cli: Cli, args: SetArgs, path: string): Promise<Outcome> => {
  const saved = assertSavedState(await readJsonFile(path, 'backup'), path)
  return changeState(context, cli, args, 'state set', async (warehouse) => {
    const kept = new Map(
      saved.tables.cursors.map((row) => {
        const {
          stream,
          site_id: siteId,
          cursor,
        } = row as {
          stream: string
          site_id: number
          cursor: unknown
        }
        return [`${stream} ${siteId}`, { stream, siteId, cursor }] as const
      }),
    )
    const present = await readStanding(warehouse, cli.streams)
    const known = new Set(present.map(({ stream, siteId }) => `${stream} ${siteId}`))
    const missing = [...kept.entries()]
      .filter(([name]) => !known.has(name))
      .map(([, { stream, siteId }]) => ({ stream, siteId, cursor: undefined, parentsAsked: 0 }))
    return {
      before: [...present, ...missing],
      after: ({ stream, siteId }) => kept.get(`${stream} ${siteId}`)?.cursor,
      apply: () => restoreState(warehouse, saved),
    }
  })
}
