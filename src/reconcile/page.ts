// The page of a reconciliation, for people: verdict, totals, differences by cause, each difference with its evidence.
import type { Markup } from '../core/html.ts'
import { html, page } from '../core/html.ts'
import type { Detail, Findings, Reconciled } from './outcome.ts'
import type { Unit } from './report-profile.ts'
import { amountText } from './rule.ts'

/** A page is for reading; all differences are in the JSON lines. */
const shownDetails = 500

const verdictText: Readonly<Record<Findings['verdict'], string>> = {
  equal: 'Equal: every row of the file is in the marts, to the cent.',
  explained: 'Different, and every difference has a named cause.',
  differences: 'Different, and a person must look.',
}

/** "sale id 12 · row 4": the file's or our row in one line, without what is empty. */
const rowText = (row: Readonly<Record<string, unknown>> | null): string =>
  row === null
    ? '–'
    : Object.entries(row)
        .filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${String(value)}`)
        .join(' · ')

const detailRows = (details: readonly Detail[], unit: Unit): readonly Markup[] =>
  details.slice(0, shownDetails).map(
    ({ cause, amount, evidence, native, ours }) =>
      html`<tr>
        <td>${cause}</td>
        <td class="number">${amountText(unit, amount)}</td>
        <td class="words">${evidence}</td>
        <td class="words">${rowText(native)}</td>
        <td class="words">${rowText(ours)}</td>
      </tr>`,
  )

const detailSection = ({ details, unit }: Reconciled): Markup =>
  html`<section>
    <h2>Each difference</h2>
    <p class="quiet">
      ${details.length > shownDetails ? `The first ${shownDetails} of ${details.length}. ` : ''}Amounts are
      the file's less ours.
    </p>
    <div class="scroll">
      <table class="small">
        <tr>
          <th>Cause</th>
          <th class="number">Amount</th>
          <th>Evidence</th>
          <th>In the file</th>
          <th>In the marts</th>
        </tr>
        ${detailRows(details, unit)}
      </table>
    </div>
  </section>`

/** Paths and hashes have no blank to break at, and would widen the page of a narrow screen. */
const style = `
p { overflow-wrap: anywhere; }
td.words { min-width: 24ch; overflow-wrap: anywhere; }
`

/** The page of a reconciliation. */
export const pageOf = (findings: Reconciled): string => {
  const { site_id: siteId, from, to, currency, verdict, rows, details } = findings
  const tone = verdict === 'equal' ? 'good' : 'bad'
  return page(
    `Reconciliation ${findings.report} ${from} to ${to}`,
    html`<h1>Reconciliation: ${findings.report}</h1>
      <p class="quiet">Site ${siteId}, ${from} to ${to}${currency === null ? '' : `, in ${currency}`}</p>
      <p class="${tone}">${verdictText[verdict]}</p>
      <dl class="facts">
        <div>
          <dt>File</dt>
          <dd>${findings.native_total}</dd>
        </div>
        <div>
          <dt>Marts</dt>
          <dd>${findings.our_total}</dd>
        </div>
        <div>
          <dt>Variance</dt>
          <dd>${findings.variance}</dd>
        </div>
        <div>
          <dt>Explained</dt>
          <dd>${findings.explained_percent.toFixed(2)} %</dd>
        </div>
      </dl>
      <section>
        <h2>Differences by cause</h2>
        <div class="scroll">
          <table>
            <tr>
              <th>Cause</th>
              <th class="number">Rows</th>
              <th class="number">Amount</th>
            </tr>
            ${findings.differences.map(
              ({ cause, count, amount }) =>
                html`<tr>
                  <td>${cause}</td>
                  <td class="number">${count}</td>
                  <td class="number">${amount}</td>
                </tr>`,
            )}
            <tr>
              <th>Sum = variance</th>
              <th class="number">${details.length}</th>
              <th class="number">${findings.variance}</th>
            </tr>
          </table>
        </div>
      </section>
      ${details.length > 0 ? detailSection(findings) : ''}
      <section>
        <h2>How it was compared</h2>
        <table class="small">
          <tr>
            <th>Rows in the file</th>
            <td class="number">${rows.native}</td>
          </tr>
          <tr>
            <th>Rows in the marts</th>
            <td class="number">${rows.ours}</td>
          </tr>
          <tr>
            <th>Matched</th>
            <td class="number">${rows.matched}</td>
          </tr>
          ${findings.settings.map(
            ({ name, value, source }) =>
              html`<tr>
                <th>${name}</th>
                <td>${value} (${source})</td>
              </tr>`,
          )}
        </table>
        <p class="small">${findings.control_totals.map(({ evidence }) => evidence).join(' ')}</p>
        <p class="quiet small">
          File ${findings.file}, SHA-256
          ${findings.file_sha256}${findings.exported_at === null ? '' : `, exported ${findings.exported_at}`}.
          Compared ${findings.reconciled_at}.
        </p>
      </section>`,
    style,
  )
}
