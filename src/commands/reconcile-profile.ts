// `reconcile profile`: what a report's file needs, what one has, and the headers a user tells once.
import { Problem } from '../core/errors.ts'
import { nearName } from '../core/near-name.ts'
import {
  emptyOwnProfile,
  forgetOwnProfile,
  readOwnProfile,
  writeOwnProfile,
} from '../reconcile/own-profile.ts'
import type { OwnProfile } from '../reconcile/own-profile.ts'
import { likelyReport } from '../reconcile/likely-report.ts'
import { mergeOwnProfile, profileFor } from '../reconcile/profile-for.ts'
import { readHeaders, viewProfile } from '../reconcile/profile-view.ts'
import type { FileHeaders, ProfileView } from '../reconcile/profile-view.ts'
import { headerKey } from '../reports/report-header.ts'
import { profileNamed, profiles } from '../reconcile/profiles.ts'
import { openReport } from '../reports/report-file.ts'
import type { ReportProfile } from '../reports/report-profile.ts'
import { homeOf } from './options.ts'
import { tellFields } from './profile-table.ts'
import { ownOf } from './reconcile-told.ts'
import type { ToldArgs } from './reconcile-told.ts'
import type { Context, Outcome } from './session.ts'

export interface ProfileArgs extends ToldArgs {
  readonly home?: string | undefined
  readonly report?: string | undefined
  readonly file?: string | undefined
  readonly forget?: boolean | undefined
  readonly list?: boolean | undefined
}

const listProfiles = async ({ printer }: Context, home: string): Promise<Outcome> => {
  const reports = []
  for (const { name, title, twin, address } of profiles) {
    const { origin } = await profileFor(home, name)
    reports.push({ report: name, title, headers: origin, twin: twin.mart, address })
  }
  printer.table(reports)
  printer.line(
    '\nconfirmed: the headers were seen in real files; unconfirmed: check your first file with `reconcile profile`;',
  )
  printer.line(
    'mapped: you told them. In Mindbody: Insights, Reports; addresses follow https://clients.mindbodyonline.com/app/business.',
  )
  return { summary: { reports } }
}

const lookAt = async (profile: ReportProfile, path: string): Promise<FileHeaders> =>
  readHeaders(profile, await openReport(path))

/** @throws Problem REPORT_PROFILE for a told header that the file does not have. */
const checkTold = (args: ToldArgs, told: OwnProfile, { texts }: FileHeaders): void => {
  const keys = texts.map(headerKey)
  for (const field of (args.map ?? []).length === 0 ? [] : Object.keys(told.headers)) {
    const header = told.headers[field] ?? ''
    if (keys.includes(headerKey(header))) continue
    const near = nearName(header, keys)
    throw new Problem('REPORT_PROFILE', {
      what: `The file has no header "${header}" for ${field}.`,
      remedy:
        near === undefined
          ? `Its headers are: ${texts.map((text) => `"${text}"`).join(', ')}.`
          : `Did you mean "${texts[keys.indexOf(near)] ?? near}"?`,
    })
  }
}

const problemOf = async (
  profile: ReportProfile,
  { fields }: ProfileView,
  file: string | undefined,
): Promise<Problem | undefined> => {
  const missing = fields.filter(({ state, required }) => required && state === 'missing')
  if (missing.length === 0 || file === undefined) return undefined
  const likely = await likelyReport(file, profile)
  const example = missing.map(({ field, near }) => `--map ${field}="${near ?? 'Header text'}"`).join(' ')
  return new Problem('REPORT_PROFILE', {
    what: `The file lacks what the ${profile.title} report needs: ${missing.map(({ field }) => field).join(', ')}.`,
    remedy:
      likely === undefined
        ? `Where it stands under another header, tell it once: reconcile profile --report ${profile.name} ${example}.`
        : `It looks like the ${likely.title} report: give --report ${likely.name}.`,
  })
}

/**
 * Shows, remembers or forgets.
 * @throws Problem USAGE for flags that make no sense, REPORT_PROFILE for what cannot be remembered.
 */
export const doProfile = async (context: Context, args: ProfileArgs): Promise<Outcome> => {
  const { printer } = context
  const home = homeOf(args, context.terminal.env)
  if (args.list === true) return listProfiles(context, home)
  if (args.report === undefined)
    throw new Problem('USAGE', { what: 'No report is named.', remedy: 'Give --report NAME, or --list.' })
  const shipped = profileNamed(args.report)
  const { name: report, title } = shipped
  if (args.forget === true) {
    const isForgotten = await forgetOwnProfile(home, report)
    printer.line(
      isForgotten ? `Forgotten: ${title} counts as shipped.` : `Nothing was remembered of ${title}.`,
    )
    return { summary: { report, title, is_forgotten: isForgotten } }
  }
  const before = (await readOwnProfile(home, shipped)) ?? emptyOwnProfile
  const own = ownOf(shipped, before, args)
  const profile = mergeOwnProfile(shipped, own)
  const file = args.file === undefined ? undefined : await lookAt(profile, args.file)
  if (file !== undefined) checkTold(args, own, file)
  const isTold = own !== before
  const path = isTold ? await writeOwnProfile(home, report, own) : null
  const { origin } = await profileFor(home, report)
  const view = viewProfile(profile, file)
  printer.heading(`${title}: headers ${origin}`)
  tellFields(context, view, file !== undefined)
  if (profile.caps.length > 0)
    printer.line(`\nCut off at: ${profile.caps.map((cap) => cap.toLocaleString('en-US')).join(', ')} rows`)
  if (path !== null) printer.line(`\nRemembered in ${path}`)
  return {
    summary: {
      report,
      title,
      origin,
      file: args.file ?? null,
      header_row: file?.rowNumber ?? null,
      ...view,
      caps: profile.caps,
      date_orders: own.dateOrders,
      path,
    },
    problem: await problemOf(profile, view, args.file),
  }
}
