// The report: one self-contained HTML page with charts over the published marts.
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Markup } from '../core/html.ts'
import { html, page } from '../core/html.ts'
import { openReadOnly } from '../lakehouse/duck.ts'
import { renameDurably, writeFlushed } from '../lakehouse/durable.ts'
import type { ReportData } from './report-data.ts'
import { readReportData } from './report-data.ts'
import { retentionSection, retentionStyle } from './report-retention.ts'
import { revenueSection } from './report-revenue.ts'
import type { LastVerdict } from './report-trust.ts'
import { findingSection, freshnessSection, readVerdicts, verdictSection } from './report-trust.ts'
import { utilizationSection } from './report-utilization.ts'

export interface ReportInput {
  readonly home: string
  /** Path of marts.duckdb. */
  readonly marts: string
  /** Where to write; `HOME/reports/report.html` if not given. */
  readonly out?: string
  readonly now: Date
}

const style = `${retentionStyle}
figure { margin: 6px 0 14px; } figure svg { display: block; min-width: 720px; width: 100%; height: auto; }
.whole { white-space: nowrap; } td.words { min-width: 24ch; }
.swatch { display: inline-block; width: 10px; height: 10px; margin-right: 8px; }
`

const stateOf = ({ freshness }: ReportData): { text: string; tone: string } => {
  const behind = freshness.filter(({ state }) => state === 'stale' || state === 'never read').length
  return behind === 0 ? { text: 'fresh', tone: 'good' } : { text: `${behind} not fresh`, tone: 'bad' }
}

const headOf = (data: ReportData, verdicts: readonly LastVerdict[], now: Date): Markup => {
  const fresh = stateOf(data)
  const warnings = data.findings
    .filter(({ severity }) => severity === 'warn')
    .reduce((sum, row) => sum + row.findings, 0)
  const equal = verdicts.filter(({ verdict }) => verdict === 'equal').length
  return html`<h1>${data.sites.map((site) => site.site_name).join(' and ') || 'No sites yet'}</h1>
    <p class="quiet">
      From Mindbody's API, as of ${data.asOf ?? 'no day yet'}. Written
      ${now.toISOString().slice(0, 16).replace('T', ' ')} UTC.
    </p>
    <dl class="facts">
      <div>
        <dt>Sites</dt>
        <dd>${data.sites.length}</dd>
      </div>
      <div>
        <dt>Marts</dt>
        <dd class="${fresh.tone}">${fresh.text}</dd>
      </div>
      <div>
        <dt>Warnings</dt>
        <dd class="${warnings === 0 ? 'good' : 'bad'}">${warnings}</dd>
      </div>
      <div>
        <dt>Reports equal</dt>
        ${
          verdicts.length === 0
            ? html`<dd class="quiet">none compared</dd>`
            : html`<dd class="${equal === verdicts.length ? 'good' : 'bad'}">
                ${equal} of ${verdicts.length}
              </dd>`
        }
      </div>
    </dl>`
}

/**
 * Writes the report over the marts as they are published.
 * @returns the path of the page.
 * @throws Problem HOME_UNUSABLE when no marts are published yet.
 */
export const writeReport = async (input: ReportInput): Promise<string> => {
  await using duck = await openReadOnly(input.marts)
  const data = await readReportData(duck)
  const verdicts = await readVerdicts(input.home)
  const title = `Studio report, ${data.asOf ?? 'empty'}`
  const body = html`${headOf(data, verdicts, input.now)} ${verdictSection(verdicts)} ${revenueSection(data)}
  ${retentionSection(data)} ${utilizationSection(data)} ${findingSection(data)} ${freshnessSection(data)}`
  const path = input.out ?? join(input.home, 'reports', 'report.html')
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFlushed(`${path}.tmp`, Buffer.from(page(title, body, style)))
  await renameDurably(`${path}.tmp`, path)
  return path
}
