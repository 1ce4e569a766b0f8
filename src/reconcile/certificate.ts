// The go-live certificate of a parallel run: the days that fulfilled its rule, with the hashes of their files, written once.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Control } from '../control/database.ts'
import type { ReconcileSchedulesTable } from '../control/schema.ts'
import { signOffs } from '../control/sign-offs.ts'
import { Problem } from '../core/errors.ts'
import { html, page } from '../core/html.ts'
import { sha256Of } from '../lakehouse/durable.ts'
import type { Board } from './board.ts'
import { writeWhole } from './write-whole.ts'

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

export interface CertificatePaths {
  readonly json: string
  readonly html: string
}

export const certificatePaths = (
  home: string,
  { report, siteId }: Pick<Board, 'report' | 'siteId'>,
): CertificatePaths => {
  const name = join(home, 'reports', `go-live-${report}-${siteId}`)
  return { json: `${name}.json`, html: `${name}.html` }
}

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

const pageOf = (certificate: Certificate): string =>
  page(
    `Go-live certificate ${certificate.report}`,
    html`<h1>Go-live certificate: ${certificate.report}, site ${certificate.site_id}</h1>
      <p class="good">
        On ${certificate.days.length} days in a row every difference between Mindbody's own report and the
        marts had a named cause.
      </p>
      <p>
        Rule: nothing
        unexplained${certificate.rule.max_classed === null ? '' : `, and named differences up to ${certificate.rule.max_classed} a day`},
        on ${certificate.rule.pass_days} days in a row.
      </p>
      <div class="scroll">
        <table>
          <tr>
            <th>Day</th>
            <th class="number">File</th>
            <th class="number">Marts</th>
            <th class="number">Variance</th>
            <th class="number">Named causes</th>
            <th>SHA-256 of the file</th>
          </tr>
          ${certificate.days.map(
            (day) =>
              html`<tr>
                <td>${day.day}</td>
                <td class="number">${day.native_total}</td>
                <td class="number">${day.our_total}</td>
                <td class="number">${day.variance}</td>
                <td class="number">${day.classed}</td>
                <td class="hash">${day.file_sha256}</td>
              </tr>`,
          )}
        </table>
      </div>
      <p class="quiet small">
        Issued ${certificate.issued_at}. SHA-256 of this certificate ${certificate.sha256}; sign-offs up to
        ${certificate.chain_hash ?? 'none'}.
      </p>`,
    'td.hash, p { overflow-wrap: anywhere; } td.hash { min-width: 20ch; font-size: 12px; }',
  )

/**
 * Writes the certificate once the rule is fulfilled; a later board never changes it.
 * @returns the certificate, the earlier one where there is one, or undefined where the rule is not fulfilled yet.
 */
export const certify = async (
  { control, home, now }: { readonly control: Control; readonly home: string; readonly now: Date },
  schedule: ReconcileSchedulesTable,
  board: Board,
): Promise<Certificate | undefined> => {
  const paths = certificatePaths(home, board)
  const written = await readCertificate(paths.json)
  if (written !== undefined || board.fulfilledBy === null) return written
  const draft: Certificate = {
    report: board.report,
    site_id: board.siteId,
    rule: { pass_days: board.passDays, max_classed: schedule.max_classed },
    settings: JSON.parse(schedule.settings) as unknown,
    days: board.fulfilledBy.map((day) => ({
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
  const certificate = { ...draft, sha256: hashOf(draft) }
  await writeWhole(paths.html, pageOf(certificate))
  await writeWhole(paths.json, `${JSON.stringify(certificate)}\n`)
  return certificate
}
