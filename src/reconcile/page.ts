// The page of a reconciliation, for people: verdict, totals, causes with what to do, each difference with both sides.
import type { Markup } from '../core/html.ts'
import { html, page } from '../core/html.ts'
import { verdictSentence } from './outcome-words.ts'
import type { Reconciled } from './outcome.ts'
import { breakdownSection, breakdownStyle } from './page-breakdown.ts'
import { causeSection, detailSection, detailStyle } from './page-causes.ts'
import { controlSection, howSection, settingSection, unmappedSection } from './page-checks.ts'
import { signOffSection } from './page-sign-off.ts'
import type { Trail } from './trail-types.ts'
import { unwaived } from './trail.ts'

/** Paths and hashes have no blank to break at, and would widen the page of a narrow screen. */
const style = `
p, dd, td.words { overflow-wrap: anywhere; }
td.words { min-width: 22ch; }
.scroll + p { margin-top: 14px; }
${breakdownStyle}${detailStyle}`

const fact = (name: string, value: string): Markup =>
  html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`

const toleranceText = ({ tolerance, unit }: Reconciled): string => {
  if (unit === 'count') return 'Counts must be equal.'
  const state = tolerance.is_within ? 'within' : 'beyond'
  return `The variance is ${state} the tolerance of ${tolerance.total} for the total (${tolerance.line} for a line).`
}

/** The page. What people have said of the same report, site and period goes with it. */
export const pageOf = (found: Reconciled, trail: Trail): string => {
  const isGood = unwaived(found.differences, trail).length === 0
  const currency = found.currency === null ? '' : `, in ${found.currency}`
  return page(
    `Reconciliation ${found.report} ${found.from} to ${found.to}`,
    html`<h1>Reconciliation: ${found.title}</h1>
      <p class="quiet">Site ${found.site_id}, ${found.from} to ${found.to}${currency}</p>
      <p class="${isGood ? 'good' : 'bad'}">${verdictSentence(found, trail)}</p>
      <dl class="facts">
        ${fact('File', found.native_total)} ${fact('Marts', found.our_total)}
        ${fact('Variance', found.variance)} ${fact('Explained', `${found.explained_percent.toFixed(2)} %`)}
      </dl>
      <p class="quiet small">${toleranceText(found)}</p>
      ${causeSection(found, trail)} ${settingSection(found)} ${controlSection(found)}
      ${breakdownSection(found)} ${found.details.length > 0 ? detailSection(found) : ''}
      ${unmappedSection(found)} ${signOffSection(found, trail)} ${howSection(found)}`,
    style,
  )
}
