// The go-live certificate of a parallel run: the days that fulfilled its rule, with the hashes of their files, written once.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Control } from '../control/database.ts'
import type { ReconcileSchedulesTable } from '../control/schema.ts'
import { signOffs } from '../control/sign-offs.ts'
import { Problem } from '../core/errors.ts'
import { addDays } from '../core/time.ts'
import { sha256Of } from '../lakehouse/durable.ts'
import type { Board } from './board.ts'
import { certificatePage } from './certificate-page.ts'
import { writeOnce, writeWhole } from './write-whole.ts'

export interface Certificate {
  readonly report: string
  readonly site_id: number
  readonly rule: { readonly pass_days: number; readonly max_classed: string | null }
  readonly settings: unknown
  readonly days: readonly {
    readonly day: string
    readonly file: string | null
    readonly file_sha256: string | null
    readonly native_total: string | null
    readonly our_total: string | null
    readonly variance: string | null
    readonly classed: string
  }[]
  /** Newest hash of the chain of sign-offs when it was written; null where nothing was signed. */
  readonly chain_hash: string | null
  readonly issued_at: string
  /** Over all of the above. */
  readonly sha256: string
}

/** A certificate with the path of its page. */
export interface KeptCertificate extends Certificate {
  readonly html: string
}

const nameOf = (report: string, siteId: number): string => `go-live-${report}-${siteId}-`

const hashOf = ({ sha256: _, ...certificate }: Certificate): string => sha256Of(JSON.stringify(certificate))

/**
 * The certificate that was written; undefined where none was.
 * @throws Problem FINDINGS where its text is not the one that was hashed.
 */
export const readCertificate = async (path: string): Promise<Certificate | undefined> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const broken = (cause?: unknown): Problem =>
    new Problem(
      'FINDINGS',
      { what: `The certificate ${path} is not as it was written.`, remedy: 'Restore it from a backup.' },
      { cause },
    )
  let certificate: Certificate
  try {
    certificate = JSON.parse(text) as Certificate
  } catch (cause) {
    throw broken(cause)
  }
  if (hashOf(certificate) !== certificate.sha256) throw broken()
  return certificate
}

/**
 * The certificates of a report and site, by the names of their files.
 * @throws Problem FINDINGS where one is not as it was written.
 */
export const certificatesOf = async (
  home: string,
  { report, siteId }: Pick<Board, 'report' | 'siteId'>,
): Promise<readonly KeptCertificate[]> => {
  const folder = join(home, 'reports')
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const found: KeptCertificate[] = []
  for (const name of names.toSorted()) {
    if (!name.startsWith(nameOf(report, siteId)) || !name.endsWith('.json')) continue
    const path = join(folder, name)
    const certificate = await readCertificate(path)
    if (certificate !== undefined) found.push({ ...certificate, html: path.replace(/json$/, 'html') })
  }
  return found
}

/** A parallel run that was given another rule, other settings or other days has not earned what an earlier one has. */
const isOf = ({ rule, settings, days }: Certificate, schedule: ReconcileSchedulesTable): boolean => {
  const last = addDays(schedule.day_from, schedule.days - 1)
  return (
    rule.pass_days === schedule.pass_days &&
    rule.max_classed === schedule.max_classed &&
    JSON.stringify(settings) === schedule.settings &&
    days.every(({ day }) => day >= schedule.day_from && day <= last)
  )
}

const draw = async (
  control: Control,
  schedule: ReconcileSchedulesTable,
  { report, siteId, fulfilledBy }: Board,
  now: Date,
): Promise<Certificate> => {
  const draft: Certificate = {
    report,
    site_id: siteId,
    rule: { pass_days: schedule.pass_days, max_classed: schedule.max_classed },
    settings: JSON.parse(schedule.settings) as unknown,
    days: (fulfilledBy ?? []).map((day) => ({
      day: day.day,
      file: day.file,
      file_sha256: day.fileSha256,
      native_total: day.nativeTotal,
      our_total: day.ourTotal,
      variance: day.variance,
      classed: day.classedAmount,
    })),
    chain_hash: (await signOffs(control)).at(-1)?.chain_hash ?? null,
    issued_at: now.toISOString(),
    sha256: '',
  }
  return { ...draft, sha256: hashOf(draft) }
}

/** Where another process has written one of these days meanwhile, that one stays. */
const keep = async (
  home: string,
  schedule: ReconcileSchedulesTable,
  certificate: Certificate,
): Promise<KeptCertificate> => {
  const { report, site_id: siteId, days } = certificate
  const name = join(home, 'reports', `${nameOf(report, siteId)}${days.at(0)?.day}-${days.at(-1)?.day}`)
  for (let nth = 1; ; nth += 1) {
    const path = nth === 1 ? name : `${name}-${nth}`
    await writeOnce(`${path}.json`, `${JSON.stringify(certificate)}\n`)
    const kept = await readCertificate(`${path}.json`)
    if (kept !== undefined && isOf(kept, schedule)) return { ...kept, html: `${path}.html` }
  }
}

/**
 * Writes the certificate once the rule is fulfilled; a later board never changes it. Its page is drawn from it each time.
 * @returns the certificate, the earlier one where this parallel run has one, or undefined where the rule is not fulfilled yet.
 */
export const certify = async (
  { control, home, now }: { readonly control: Control; readonly home: string; readonly now: Date },
  schedule: ReconcileSchedulesTable,
  board: Board,
): Promise<KeptCertificate | undefined> => {
  const earlier = (await certificatesOf(home, board)).find((each) => isOf(each, schedule))
  if (earlier === undefined && board.fulfilledBy === null) return undefined
  const certificate = earlier ?? (await keep(home, schedule, await draw(control, schedule, board, now)))
  await writeWhole(certificate.html, certificatePage(certificate))
  return certificate
}
