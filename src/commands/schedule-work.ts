// What `reconcile schedule`, `end`, `due`, `board` and `certificate` do on a home, and how it is told.
import { resolve } from 'node:path'
import type { Control } from '../control/database.ts'
import { daysOf, endSchedule, schedulesOf, writeSchedule } from '../control/schedules.ts'
import type { ReconcileSchedulesTable } from '../control/schema.ts'
import { Problem } from '../core/errors.ts'
import { addDays } from '../core/time.ts'
import { certificatesOf } from '../reconcile/certificate.ts'
import { filesIn } from '../reconcile/day-file.ts'
import { profileFor } from '../reconcile/profile-for.ts'
import { isComparedUnder } from '../reconcile/scheduled-settings.ts'
import type { ScheduledSettings } from '../reconcile/scheduled-settings.ts'
import { assertSite } from '../reconcile/sites.ts'
import { amountFlag } from './flag-values.ts'
import { martsOf } from './marts-of.ts'
import { givenOf } from './reconcile-given.ts'
import type { GivenArgs } from './reconcile-given.ts'
import { lookAtBoard, tellBoard, tellDue, workOffAll } from './schedule-line.ts'
import type { Context, Outcome } from './session.ts'
import { onTrail } from './trail-home.ts'

interface HomeArgs {
  readonly home?: string | undefined
  readonly config?: string | undefined
  readonly report?: string | undefined
}

interface ScheduleArgs extends GivenArgs {
  readonly home?: string | undefined
  readonly config?: string | undefined
  readonly report: string
  readonly site: number
  readonly folder: string
  readonly from: string
  readonly days: number
  readonly passDays?: number | undefined
  readonly maxClassed?: string | undefined
}

const mostDays = 366

/** @throws Problem USAGE for what is no count of days. */
const daysFlag = (name: string, days: number, most: number): number => {
  if (Number.isInteger(days) && days >= 1 && days <= most) return days
  throw new Problem('USAGE', {
    what: `--${name} ${days} is no number of days.`,
    remedy: `Give 1 to ${most}.`,
  })
}

/**
 * Days compared under other settings prove nothing of these.
 * @throws Problem USAGE where the run would count such days.
 */
const assertSameSettings = async (control: Control, schedule: ReconcileSchedulesTable): Promise<void> => {
  const last = addDays(schedule.day_from, schedule.days - 1)
  const other = (await daysOf(control, schedule))
    .filter(({ day }) => day >= schedule.day_from && day <= last)
    .findLast((row) => !isComparedUnder(schedule, row))
  if (other === undefined) return
  throw new Problem('USAGE', {
    what: `The file of ${other.day} was compared with other settings than these.`,
    why: 'A parallel run shows something only where all its days were compared alike.',
    remedy: `Give the settings it was begun with, or begin after it: --from ${addDays(other.day, 1)}.`,
  })
}

/**
 * Begins a parallel run or changes its rule.
 * @throws Problem USAGE, REPORT_SETTINGS without the folder or for a site the marts do not know, HOME_UNUSABLE without marts.
 */
export const doSchedule = (context: Context, args: ScheduleArgs): Promise<Outcome> =>
  onTrail(context, args, async (control, home) => {
    const { profile } = await profileFor(home, args.report)
    const { from, basis, locations, returns, dateOrder } = givenOf(profile, { ...args, to: undefined })
    const folder = resolve(args.folder)
    await filesIn(folder)
    await assertSite(await martsOf(context, home, args.config), args.site)
    const days = daysFlag('days', args.days, mostDays)
    const settings: ScheduledSettings = {
      ...(basis === undefined ? {} : { basis }),
      ...(locations === undefined ? {} : { locations }),
      ...(returns === undefined ? {} : { returns }),
      ...(dateOrder === undefined ? {} : { dateOrder }),
    }
    const schedule: ReconcileSchedulesTable = {
      report: profile.name,
      site_id: args.site,
      folder,
      day_from: from?.value ?? args.from,
      days,
      pass_days: daysFlag('pass-days', args.passDays ?? days, days),
      max_classed: args.maxClassed === undefined ? null : amountFlag('max-classed', args.maxClassed),
      settings: JSON.stringify(settings),
      created_at: new Date().toISOString(),
    }
    await assertSameSettings(control, schedule)
    await writeSchedule(control, schedule)
    context.printer.line(
      `From ${schedule.day_from} on, ${days} days: put each day's ${profile.title} export into ${folder}, its day in the name (${profile.name}-${schedule.day_from}.csv).`,
    )
    context.printer.line('`reconcile due` and `run` compare what is new; `reconcile board` shows the days.')
    const { settings: _, ...told } = schedule
    return { summary: { ...told, settings } }
  })

const assertSome = (schedules: readonly ReconcileSchedulesTable[]): void => {
  if (schedules.length > 0) return
  throw new Problem('USAGE', {
    what: 'No parallel run was begun here.',
    remedy: 'Begin one with `reconcile schedule`.',
  })
}

/** Ends a parallel run. @throws Problem USAGE where there is none. */
export const doEnd = (
  context: Context,
  args: { readonly home?: string | undefined; readonly report: string; readonly site: number },
): Promise<Outcome> =>
  onTrail(context, args, async (control) => {
    const { report, site } = args
    if (!(await endSchedule(control, { report, site_id: site }))) {
      throw new Problem('USAGE', {
        what: `No parallel run of ${report} at site ${site} is under way here.`,
        remedy: '`reconcile board` shows those that are.',
      })
    }
    context.printer.line(
      `The parallel run of ${report}, site ${site}, is ended; its comparisons and certificates stay.`,
    )
    return { summary: { report, site_id: site } }
  })

/** Compares what is due. @throws Problem USAGE where nothing was scheduled. */
export const doDue = (
  context: Context,
  args: HomeArgs & { readonly again?: boolean | undefined },
): Promise<Outcome> =>
  onTrail(context, args, async (control, home) => {
    const schedules = await schedulesOf(control, args.report)
    assertSome(schedules)
    const marts = await martsOf(context, home, args.config)
    const { log, signal } = context
    const input = { control, home, marts, log, now: new Date(), signal, again: args.again }
    const due = await workOffAll(input, schedules)
    return tellDue(context, due)
  })

/** Shows the boards. @throws Problem USAGE where nothing was scheduled. */
export const doBoard = (context: Context, args: HomeArgs): Promise<Outcome> =>
  onTrail(context, args, async (control, home) => {
    const schedules = await schedulesOf(control, args.report)
    assertSome(schedules)
    const marts = await martsOf(context, home, args.config)
    const looked = []
    for (const schedule of schedules)
      looked.push(await lookAtBoard({ control, home, marts, log: context.log, now: new Date() }, schedule))
    for (const board of looked) tellBoard(context, board)
    return { summary: { boards: looked } }
  })

/** Shows the certificates. @throws Problem USAGE where nothing was scheduled, FINDINGS where one was changed. */
export const doCertificate = (context: Context, args: HomeArgs): Promise<Outcome> =>
  onTrail(context, args, async (control, home) => {
    const schedules = await schedulesOf(control, args.report)
    assertSome(schedules)
    const { printer } = context
    const certificates = []
    for (const { report, site_id: siteId } of schedules) {
      const found = await certificatesOf(home, { report, siteId })
      if (found.length === 0)
        printer.line(`${report}, site ${siteId}: none yet; \`reconcile board\` shows how far it is.`)
      for (const { days, issued_at: at, html } of found) {
        const span = `${days.at(0)?.day} to ${days.at(-1)?.day}`
        printer.line(`${report}, site ${siteId}: ${span}, issued ${at}, unchanged since.\n${html}`)
      }
      certificates.push(...found)
    }
    return { summary: { certificates } }
  })
