// The retention triangle: of those who first came in a month, how many came again in each later one.
import type { Markup } from '../core/html.ts'
import { html } from '../core/html.ts'
import type { CohortRow, ReportData } from './report-data.ts'

const cellOf = (row: CohortRow | undefined): Markup => {
  // Not mature: the month is not over at the marts' last day, so it has no value, not even zero.
  if (row === undefined || row.active_n === null || row.cohort_size === 0) return html`<td></td>`
  const share = row.active_n / row.cohort_size
  return html`<td
    style="background: rgb(var(--heat) / ${(share * 0.62).toFixed(3)})"
    title="${row.active_n} of ${row.cohort_size}"
  >
    ${Math.round(share * 100)}
  </td>`
}

const triangleOf = (name: string, rows: readonly CohortRow[]): Markup => {
  const months = [...new Set(rows.map((row) => row.cohort_month))].toSorted()
  const lastIndex = rows.reduce(
    (last, row) => (row.active_n === null ? last : Math.max(last, row.month_index)),
    0,
  )
  const indexes = Array.from({ length: lastIndex + 1 }, (_, index) => index)
  const byCell = new Map(rows.map((row) => [`${row.cohort_month} ${row.month_index}`, row]))
  return html`<h3>${name}</h3>
    <div class="scroll">
      <table class="triangle">
        <tr>
          <th>First visit</th>
          <th class="number">People</th>
          ${indexes.map((index) => html`<th>+${index}</th>`)}
        </tr>
        ${months.map(
          (month) =>
            html`<tr>
              <th>${month}</th>
              <td class="number">${byCell.get(`${month} 0`)?.cohort_size}</td>
              ${indexes.map((index) => cellOf(byCell.get(`${month} ${index}`)))}
            </tr>`,
        )}
      </table>
    </div>`
}

export const retentionStyle = `
table.triangle td:not(.number), table.triangle th:nth-child(n+3) { text-align: center; padding: 5px 0; min-width: 42px; }
table.triangle td { border: 2px solid var(--ground); border-left: 0; border-top: 0; }
table.triangle tr > :first-child, table.triangle td.number { border-bottom: 0; }
`

/** The section on retention. */
export const retentionSection = ({ sites, cohorts }: ReportData): Markup => {
  const triangles = sites
    .map((site) => ({ name: site.site_name, rows: cohorts.filter((row) => row.site_id === site.site_id) }))
    .filter(({ rows }) => rows.length > 0)
    .map(({ name, rows }) => triangleOf(name, rows))
  return html`<section>
    <h2>Retention by first visit</h2>
    <p class="quiet">
      Percent of each month's first-time visitors who attended again that many calendar months later. A blank
      cell is a month that is not over.
    </p>
    ${triangles.length > 0 ? triangles : html`<p>No visits yet.</p>`}
  </section>`
}
