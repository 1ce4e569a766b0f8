// The page of a parallel run: one row a day, the trend as bars, how far the rule is fulfilled.
import { join } from 'node:path'
import type { Markup } from '../core/html.ts'
import { html, page } from '../core/html.ts'
import { centsOf } from '../finance/money.ts'
import type { Board, BoardDay } from './board.ts'
import { openCauses } from './causes.ts'
import { writeWhole } from './write-whole.ts'

const stateWords: Readonly<Record<BoardDay['state'], string>> = {
  passed: 'passed',
  failed: 'needs a person',
  missing: 'no file',
  ahead: 'to come',
}

const toneOf = ({ state }: BoardDay): string =>
  state === 'passed' ? 'good' : state === 'ahead' ? 'quiet' : 'bad'

const barWidth = 18
const chartHeight = 72

/** Bars of what differed each day: open money over money with a named cause. */
const trend = (days: readonly BoardDay[]): Markup => {
  const sizes = days.map(({ openAmount, classedAmount }) => ({
    open: centsOf(openAmount) ?? 0,
    classed: centsOf(classedAmount) ?? 0,
  }))
  const most = Math.max(1, ...sizes.map(({ open, classed }) => open + classed))
  const scale = (cents: number): number => Math.round((cents / most) * (chartHeight - 4))
  return html`<svg
    role="img"
    aria-label="Money that differed each day"
    viewBox="0 0 ${days.length * barWidth} ${chartHeight}"
    width="${days.length * barWidth}"
    height="${chartHeight}"
  >
    ${sizes.map(({ open, classed }, nth) => {
      const x = nth * barWidth + 2
      const top = chartHeight - scale(classed)
      return html`<rect
          x="${x}"
          y="${top}"
          width="${barWidth - 4}"
          height="${scale(classed)}"
          fill="var(--s2)"
        />
        <rect
          x="${x}"
          y="${top - scale(open)}"
          width="${barWidth - 4}"
          height="${scale(open)}"
          fill="var(--warn)"
        />
        <rect x="${x}" y="${chartHeight - 1}" width="${barWidth - 4}" height="1" fill="var(--rule)" />`
    })}
  </svg>`
}

const causesText = ({ causes, superseded }: BoardDay): string =>
  [
    causes.map(({ cause, count, amount }) => `${cause} ${count} (${amount})`).join(', '),
    superseded === 0 ? '' : `${superseded} earlier file${superseded === 1 ? '' : 's'}`,
  ]
    .filter((text) => text !== '')
    .join(' · ')

const hasTrend = (days: readonly BoardDay[]): boolean =>
  days.some(({ openAmount, classedAmount }) => centsOf(openAmount) !== 0 || centsOf(classedAmount) !== 0)

const rowOf = (day: BoardDay): Markup =>
  html`<tr>
    <td class="line">${day.day}</td>
    <td class="line ${toneOf(day)}">${stateWords[day.state]}</td>
    <td class="number">${day.nativeTotal}</td>
    <td class="number">${day.ourTotal}</td>
    <td class="number">${day.variance}</td>
    <td class="number">${day.file === null ? '' : day.openAmount}</td>
    <td class="number">${day.file === null ? '' : day.classedAmount}</td>
    <td>${causesText(day)}</td>
  </tr>`

/** The board as a page. */
export const boardPage = (board: Board, isCertified: boolean): string =>
  page(
    `Parallel run ${board.report}`,
    html`<h1>Parallel run: ${board.report}, site ${board.siteId}</h1>
      <p class="${isCertified ? 'good' : 'quiet'}">
        ${isCertified ? 'The rule is fulfilled; the certificate is written.' : `${board.streak} of ${board.passDays} days in a row have passed.`}
      </p>
      <p class="quiet small">
        A day passes where no cause is open (${openCauses.join(', ')}) and the named differences stay within
        the policy. A day without a file breaks the row.
      </p>
      ${
        hasTrend(board.days)
          ? html`<div class="scroll">${trend(board.days)}</div>
              <p class="quiet small">
                Each day's differing money: open (a person must look) above, with a named cause below.
              </p>`
          : html`<p class="quiet small">No money has differed on any day so far.</p>`
      }
      <div class="scroll">
        <table>
          <tr>
            <th>Day</th>
            <th>State</th>
            <th class="number">File</th>
            <th class="number">Marts</th>
            <th class="number">Variance</th>
            <th class="number">Open</th>
            <th class="number">Named</th>
            <th>Causes</th>
          </tr>
          ${board.days.map(rowOf)}
        </table>
      </div>`,
  )

/** Writes the page. @returns its path. */
export const writeBoard = async (home: string, board: Board, isCertified: boolean): Promise<string> => {
  const path = join(home, 'reports', `board-${board.report}-${board.siteId}.html`)
  await writeWhole(path, boardPage(board, isCertified))
  return path
}
