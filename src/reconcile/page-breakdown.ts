// Both sides on the page by day, location, category, tender and item, the variance of each as a bar.
import type { Markup } from '../core/html.ts'
import { html } from '../core/html.ts'
import { centsOf } from '../finance/money.ts'
import { breakdownNames } from './outcome-words.ts'
import type { Breakdown, Reconciled } from './outcome.ts'

/** Days are shown whole up to two months, so that a trend is seen; of all else what differs. */
const shownRows = 62

export const breakdownStyle = `
.bar { display: inline-block; height: 9px; min-width: 1px; background: var(--s3); vertical-align: middle; }
.bar.less { background: var(--warn); }
td.key { min-width: 11ch; overflow-wrap: anywhere; }
td.track { min-width: 90px; width: 26%; white-space: nowrap; }
`

const sizeOf = ({ variance }: Breakdown): number => Math.abs(centsOf(variance) ?? 0)

const barOf = (row: Breakdown, largest: number): Markup | '' => {
  const size = sizeOf(row)
  if (size === 0) return ''
  const share = Math.max(1, Math.round((size / largest) * 100))
  return html`<span class="bar${row.variance.startsWith('-') ? ' less' : ''}" style="width:${share}%"></span>`
}

const tableOf = (by: Breakdown['by'], all: readonly Breakdown[]): Markup => {
  const differing = all.filter((row) => sizeOf(row) > 0)
  const isWhole = by === 'day' && all.length <= shownRows
  const rows = isWhole ? all : differing.slice(0, shownRows)
  const largest = Math.max(1, ...rows.map(sizeOf))
  const equal = all.length - differing.length
  const more = differing.length - rows.length
  return html`<h3>By ${breakdownNames[by].toLowerCase()}</h3>
    ${
      isWhole
        ? ''
        : html`<p class="quiet small">
            ${equal} of ${all.length}
            equal${more > 0 ? `; ${more} more differ, all are in the workbook` : ''}.
          </p>`
    }
    ${
      rows.length === 0
        ? ''
        : html`<div class="scroll">
            <table class="small">
              <tr>
                <th>${breakdownNames[by]}</th>
                <th class="number">File</th>
                <th class="number">Marts</th>
                <th class="number">Variance</th>
                <th></th>
              </tr>
              ${rows.map(
                (row) =>
                  html`<tr>
                    <td class="key">${row.key === '' ? '(none)' : row.key}</td>
                    <td class="number">${row.native}</td>
                    <td class="number">${row.ours}</td>
                    <td class="number">${row.variance}</td>
                    <td class="track">${barOf(row, largest)}</td>
                  </tr>`,
              )}
            </table>
          </div>`
    }`
}

/** Nothing where the report tells nothing it could be broken down by. */
export const breakdownSection = ({ breakdowns }: Reconciled): Markup | '' => {
  const kinds = [...new Set(breakdowns.map(({ by }) => by))]
  if (kinds.length === 0) return ''
  return html`<section>
    <h2>Where it differs</h2>
    ${kinds.map((kind) =>
      tableOf(
        kind,
        breakdowns.filter(({ by }) => by === kind),
      ),
    )}
  </section>`
}
