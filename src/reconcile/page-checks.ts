// What a comparison rests on, on its page: its settings, the file's own totals, unknown names, and how rows were paired.
import type { Markup } from '../core/html.ts'
import { html } from '../core/html.ts'
import { notesOf } from './notes.ts'
import { passWords, settingNames, sourceWords, unmappedAdvice, unmappedNames } from './outcome-words.ts'
import type { Reconciled } from './outcome.ts'
import type { ControlTotal } from '../reports/control-total.ts'

const shownNames = 50

/** Each setting and how it is known: two runs of a report with other settings are two reports. */
export const settingSection = ({ settings }: Reconciled): Markup =>
  html`<section>
    <h2>Settings</h2>
    <p class="quiet">How the report was run, and how that is known.</p>
    <div class="scroll">
      <table class="cards">
        <tr>
          <th>Setting</th>
          <th>Value</th>
          <th>How it is known</th>
        </tr>
        ${settings.map(
          ({ name, value, source }) =>
            html`<tr>
              <td>${settingNames[name]}</td>
              <td class="words">${value}</td>
              <td>${sourceWords[source]}</td>
            </tr>`,
        )}
      </table>
    </div>
  </section>`

const controlRow = ({ column, state, file, rows, evidence }: ControlTotal): Markup =>
  html`<tr>
    <td>${column}</td>
    <td class="${state === 'differs' ? 'bad' : state === 'agrees' ? 'good' : 'quiet'}">${state}</td>
    <td class="number" data-name="The file says">${file ?? '–'}</td>
    <td class="number" data-name="Its rows make">${rows}</td>
    <td class="words">${evidence}</td>
  </tr>`

/** The totals the file prints, against its rows. */
export const controlSection = ({ control_totals: totals }: Reconciled): Markup =>
  html`<section>
    <h2>The file's own totals</h2>
    ${
      totals.some(({ state }) => state !== 'absent')
        ? html`<div class="scroll">
            <table class="cards">
              <tr>
                <th>Column</th>
                <th>State</th>
                <th class="number">The file says</th>
                <th class="number">Its rows make</th>
                <th>Where</th>
              </tr>
              ${totals.map(controlRow)}
            </table>
          </div>`
        : html`<p>The file prints none: nothing proves that it is complete.</p>`
    }
  </section>`

/** Names of the file that the marts do not know; nothing where they know all. */
export const unmappedSection = ({ unmapped }: Reconciled): Markup | '' =>
  unmapped.length === 0
    ? ''
    : html`<section>
        <h2>Names the marts do not know</h2>
        ${
          unmapped.length > shownNames
            ? html`<p class="quiet">
                The first ${shownNames} of ${unmapped.length}; all are in the workbook.
              </p>`
            : ''
        }
        <div class="scroll">
          <table class="cards">
            <tr>
              <th>Kind</th>
              <th>In the file</th>
              <th class="number">Rows</th>
              <th class="number">Amount</th>
              <th>What to do</th>
            </tr>
            ${unmapped.slice(0, shownNames).map(
              ({ kind, name, rows, amount }) =>
                html`<tr>
                  <td>${unmappedNames[kind]}</td>
                  <td class="words">${name}</td>
                  <td class="number" data-name="Rows">${rows}</td>
                  <td class="number" data-name="Amount">${amount}</td>
                  <td class="words" data-name="To do:">${unmappedAdvice[kind]}</td>
                </tr>`,
            )}
          </table>
        </div>
      </section>`

/** The passes, and which file it was. */
export const howSection = (found: Reconciled): Markup =>
  html`<section>
    <h2>How it was compared</h2>
    <p>
      ${found.rows.native} rows of the file, ${found.rows.ours} of the marts, ${found.rows.matched} matched.
      Rows are paired in passes, from the strictest to the loosest; what differs has the first cause whose
      rule holds. The workbook's sheet Method states them all.
    </p>
    <div class="scroll">
      <table class="small">
        <tr>
          <th>Pass</th>
          <th class="number">Pairs</th>
          <th>What agrees</th>
        </tr>
        ${found.rows.passes.map(
          ({ pass, pairs }) =>
            html`<tr>
              <td>${pass}</td>
              <td class="number">${pairs}</td>
              <td class="words">${passWords(pass)}</td>
            </tr>`,
        )}
      </table>
    </div>
    ${notesOf(found).map((note) => html`<p>${note}</p>`)}
    <p class="quiet small">
      File ${found.file}, SHA-256 ${found.file_sha256}, headers
      ${found.profile}${found.exported_at === null ? '' : `, exported ${found.exported_at}`}. Compared
      ${found.reconciled_at}.
    </p>
  </section>`
