// Can these numbers be trusted: how fresh each mart is, what the studio's data lacks, and what reconciliations found.
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../core/errors.ts'
import type { Markup } from '../core/html.ts'
import { html } from '../core/html.ts'
import type { ReportData } from './report-data.ts'

/** The part of a reconciliation's verdict file that is shown. */
export interface LastVerdict {
  readonly report: string
  readonly site_id: number
  readonly from: string
  readonly to: string
  readonly currency: string | null
  readonly native_total: string
  readonly our_total: string
  readonly variance: string
  readonly explained_percent: number
  readonly differences: readonly { readonly cause: string; readonly count: number; readonly amount: string }[]
  readonly verdict: string
  readonly reconciled_at: string
}

const readVerdict = async (path: string): Promise<LastVerdict> => {
  const text = await readFile(path, 'utf8')
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Problem(
      'HOME_UNUSABLE',
      {
        what: `The verdict of a reconciliation, ${path}, is broken.`,
        remedy: 'Delete that file, then run the reconciliation again.',
      },
      { cause },
    )
  }
}

/** Verdicts that reconciliations left in HOME/reports, newest first. */
export const readVerdicts = async (home: string): Promise<readonly LastVerdict[]> => {
  const folder = join(home, 'reports')
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const files = names.filter((name) => /^reconcile-.*\.json$/.test(name))
  const verdicts = await Promise.all(files.map((name) => readVerdict(join(folder, name))))
  return verdicts.toSorted((one, other) => (one.reconciled_at < other.reconciled_at ? 1 : -1))
}

const verdictTone = (verdict: string): string => (verdict === 'equal' ? 'good' : 'bad')

const differenceText = ({ differences }: LastVerdict): string =>
  differences.map(({ cause, count, amount }) => `${cause} ${count} (${amount})`).join(', ') || 'none'

export const verdictSection = (verdicts: readonly LastVerdict[]): Markup =>
  html`<section>
    <h2>Reconciliation</h2>
    <p class="quiet">
      Mindbody's own report files against these marts; the variance is the file less the marts.
    </p>
    ${
      verdicts.length === 0
        ? html`<p>No report file was compared yet.</p>`
        : html`<div class="scroll">
            <table>
              <tr>
                <th>Report</th>
                <th>Site</th>
                <th>Period</th>
                <th>Verdict</th>
                <th class="number">File</th>
                <th class="number">Marts</th>
                <th class="number">Variance</th>
                <th class="number">Explained</th>
                <th>Differences</th>
              </tr>
              ${verdicts.map(
                (one) =>
                  html`<tr>
                    <td class="whole">${one.report}</td>
                    <td>${one.site_id}</td>
                    <td><span class="whole">${one.from}</span> <span class="whole">to ${one.to}</span></td>
                    <td class="${verdictTone(one.verdict)}">${one.verdict}</td>
                    <td class="number">${one.native_total}</td>
                    <td class="number">${one.our_total}</td>
                    <td class="number">${one.variance} ${one.currency}</td>
                    <td class="number">${one.explained_percent.toFixed(2)} %</td>
                    <td class="words">${differenceText(one)}</td>
                  </tr>`,
              )}
            </table>
          </div>`
    }
  </section>`

export const findingSection = ({ findings }: ReportData): Markup =>
  html`<section>
    <h2>Data quality</h2>
    <p class="quiet">
      What the studio's own data leaves open. Warnings need a person; each row is in the mart data_quality.
    </p>
    ${
      findings.length === 0
        ? html`<p class="good">No findings.</p>`
        : html`<div class="scroll">
            <table>
              <tr>
                <th>Finding</th>
                <th>Severity</th>
                <th>Site</th>
                <th class="number">Rows</th>
                <th>For example</th>
              </tr>
              ${findings.map(
                (row) =>
                  html`<tr>
                    <td>${row.finding}</td>
                    <td class="${row.severity === 'warn' ? 'bad' : 'quiet'}">${row.severity}</td>
                    <td>${row.site_id}</td>
                    <td class="number">${row.findings}</td>
                    <td class="words">${row.example}</td>
                  </tr>`,
              )}
            </table>
          </div>`
    }
  </section>`

export const freshnessSection = ({ freshness }: ReportData): Markup =>
  html`<section>
    <h2>Freshness</h2>
    <p class="quiet">"Never read" is not the same as empty: nothing was asked of Mindbody yet.</p>
    <div class="scroll">
      <table>
        <tr>
          <th>Mart</th>
          <th>State</th>
          <th>Newest day</th>
          <th>Stream</th>
          <th>Last read (UTC)</th>
        </tr>
        ${freshness.map(
          (row) =>
            html`<tr>
              <td>${row.mart}</td>
              <td class="${row.state === 'fresh' || row.state === 'not asked for' ? 'good' : 'bad'}">
                ${row.state}
              </td>
              <td>${row.newest_local_date ?? '–'}</td>
              <td>${row.stream ?? '–'}</td>
              <td>${row.last_synced_at ?? '–'}</td>
            </tr>`,
        )}
      </table>
    </div>
  </section>`
