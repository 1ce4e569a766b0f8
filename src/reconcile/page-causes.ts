// The causes of a comparison on its page: each with what it means and what to do, and each difference with both sides.
import type { Markup } from '../core/html.ts'
import { html } from '../core/html.ts'
import { causeWords } from './cause-words.ts'
import { openCauses } from './causes.ts'
import { waivedUntil } from './outcome-words.ts'
import type { Detail, Reconciled } from './outcome.ts'
import type { Unit } from '../reports/report-profile.ts'
import { amountText } from './rule.ts'
import type { Trail } from './trail-types.ts'

/** A page is for reading; all differences are in the JSON lines. */
const shownDetails = 500

/** On a narrow screen each difference is a block, its cells below each other under their names. */
export const detailStyle = `
.open::after { content: ' ●'; }
@media (max-width: 700px) {
  .cards, .cards tbody, .cards tr, .cards td { display: block; }
  .cards tr:has(th) { display: none; }
  .cards tr { border-bottom: 1px solid var(--rule); padding: 8px 0; }
  .cards td:first-child { font-weight: 600; }
  .cards td, .cards td.number { border: 0; padding: 2px 0; text-align: left; }
  .cards td[data-name]::before { content: attr(data-name) ' '; color: var(--quiet); }
}
`

/** "sale id: 12 · row: 4": a row in one line, without what is empty. */
const rowText = (row: Readonly<Record<string, unknown>> | null): string =>
  row === null
    ? '–'
    : Object.entries(row)
        .filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${String(value)}`)
        .join(' · ')

const detailRow = ({ cause, amount, evidence, pass, native, ours }: Detail, unit: Unit): Markup =>
  html`<tr>
    <td class="${openCauses.includes(cause) ? 'open' : ''}">${cause}</td>
    <td class="number">${amountText(unit, amount)}</td>
    <td class="words">${evidence}${pass === null ? '' : html` <span class="quiet">(pass ${pass})</span>`}</td>
    <td class="words" data-name="In the file:">${rowText(native)}</td>
    <td class="words" data-name="In the marts:">${rowText(ours)}</td>
  </tr>`

/** The differences, the first of many; a page of all would not open. */
export const detailSection = ({ details, unit }: Reconciled): Markup =>
  html`<section>
    <h2>Each difference</h2>
    <p class="quiet">
      ${
        details.length > shownDetails
          ? `The first ${shownDetails} of ${details.length}; all are in the JSON lines beside this page. `
          : ''
      }Amounts
      are the file's less ours.
    </p>
    <div class="scroll">
      <table class="small cards">
        <tr>
          <th>Cause</th>
          <th class="number">Amount</th>
          <th>Evidence</th>
          <th>In the file</th>
          <th>In the marts</th>
        </tr>
        ${details.slice(0, shownDetails).map((detail) => detailRow(detail, unit))}
      </table>
    </div>
  </section>`

/** Every cause that occurs, in the order of the rules, and their sum. */
export const causeSection = (found: Reconciled, trail: Trail): Markup => {
  const waived = waivedUntil(found, trail)
  return html`<section>
    <h2>Differences by cause</h2>
    ${
      found.differences.length === 0
        ? html`<p class="good">None.</p>`
        : html`<p class="quiet">
              ● a person must look before the rest can be believed. The amounts add up to the variance.
            </p>
            <div class="scroll">
              <table class="cards">
                <tr>
                  <th>Cause</th>
                  <th class="number">Rows</th>
                  <th class="number">Amount</th>
                  <th>What it means</th>
                  <th>What to do</th>
                </tr>
                ${found.differences.map(
                  ({ cause, count, amount }) =>
                    html`<tr>
                      <td class="${openCauses.includes(cause) ? 'open' : ''}">
                        ${cause}${waived.has(cause) ? html`<br /><span class="quiet">waived until ${waived.get(cause)}</span>` : ''}
                      </td>
                      <td class="number" data-name="Rows">${count}</td>
                      <td class="number" data-name="Amount">${amount}</td>
                      <td class="words">${causeWords[cause].means}</td>
                      <td class="words" data-name="To do:">${causeWords[cause].remedy}</td>
                    </tr>`,
                )}
                <tr>
                  <td><strong>Sum = variance</strong></td>
                  <td class="number" data-name="Rows"><strong>${found.details.length}</strong></td>
                  <td class="number" data-name="Amount"><strong>${found.variance}</strong></td>
                  <td></td>
                  <td></td>
                </tr>
              </table>
            </div>`
    }
  </section>`
}
