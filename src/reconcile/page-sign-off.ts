// What people have said of a comparison, on its page: who signed it, what was waived, what has changed since.
import type { Markup } from '../core/html.ts'
import { html } from '../core/html.ts'
import { signedState } from './outcome-words.ts'
import type { Reconciled } from './outcome.ts'
import type { SignOff, Trail, Waiver } from './trail-types.ts'

const signRow = (sign: SignOff, now: Reconciled): Markup =>
  html`<tr>
    <td>${sign.signedAt}</td>
    <td>${sign.signedBy} (${sign.role})</td>
    <td class="number" data-name="File">${sign.nativeTotal}</td>
    <td class="number" data-name="Marts">${sign.ourTotal}</td>
    <td class="number" data-name="Variance">${sign.variance}</td>
    <td>${sign.fileSha256 === now.file_sha256 ? 'this file' : 'another file'}</td>
    <td class="words">${sign.comment}</td>
  </tr>`

const waiverRow = ({ cause, waivedBy, until, maxAmount, isValid, reason }: Waiver): Markup =>
  html`<tr>
    <td>${cause}</td>
    <td>${waivedBy}</td>
    <td class="${isValid ? 'good' : 'bad'}">
      ${isValid ? 'holds' : 'ended'} until ${until}${maxAmount === null ? '' : `, up to ${maxAmount}`}
    </td>
    <td class="words">${reason}</td>
  </tr>`

const signTable = (signOffs: readonly SignOff[], now: Reconciled): Markup =>
  html`<div class="scroll">
    <table class="small cards">
      <tr>
        <th>Signed (UTC)</th>
        <th>By</th>
        <th class="number">File</th>
        <th class="number">Marts</th>
        <th class="number">Variance</th>
        <th>Of</th>
        <th>Comment</th>
      </tr>
      ${signOffs.map((sign) => signRow(sign, now))}
    </table>
  </div>`

const waiverTable = (waivers: readonly Waiver[]): Markup =>
  html`<h3>Waived causes</h3>
    <div class="scroll">
      <table class="small cards">
        <tr>
          <th>Cause</th>
          <th>By</th>
          <th>State</th>
          <th>Reason</th>
        </tr>
        ${waivers.map(waiverRow)}
      </table>
    </div>`

export const signOffSection = (found: Reconciled, trail: Trail): Markup =>
  html`<section>
    <h2>Sign-off</h2>
    <p class="${trail.changedSince === null ? '' : 'bad'}">${signedState(trail)}</p>
    ${trail.signOffs.length === 0 ? '' : signTable(trail.signOffs, found)}
    ${trail.waivers.length === 0 ? '' : waiverTable(trail.waivers)}
  </section>`
