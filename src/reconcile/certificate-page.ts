// The page of a go-live certificate: its rule, its days with both totals, and the hashes to check it by.
import { html, page } from '../core/html.ts'
import type { Certificate } from './certificate.ts'

/** The certificate as a page. */
export const certificatePage = (certificate: Certificate): string =>
  page(
    `Go-live certificate ${certificate.report}`,
    html`<h1>Go-live certificate: ${certificate.report}, site ${certificate.site_id}</h1>
      <p class="good">
        On ${certificate.days.length} days in a row every difference between Mindbody's own report and the
        marts had a named cause.
      </p>
      <p>
        Rule: nothing
        open${certificate.rule.max_classed === null ? '' : `, and named differences up to ${certificate.rule.max_classed} a day`},
        on ${certificate.rule.pass_days} days in a row.
      </p>
      <div class="scroll">
        <table>
          <tr>
            <th>Day</th>
            <th class="number">File</th>
            <th class="number">Marts</th>
            <th class="number">Variance</th>
            <th class="number">Named causes</th>
            <th>SHA-256 of the file</th>
          </tr>
          ${certificate.days.map(
            (day) =>
              html`<tr>
                <td class="line">${day.day}</td>
                <td class="number">${day.native_total}</td>
                <td class="number">${day.our_total}</td>
                <td class="number">${day.variance}</td>
                <td class="number">${day.classed}</td>
                <td class="hash">${day.file_sha256}</td>
              </tr>`,
          )}
        </table>
      </div>
      <p class="quiet small">
        Issued ${certificate.issued_at}. SHA-256 of this certificate ${certificate.sha256}; sign-offs up to
        ${certificate.chain_hash ?? 'none'}.
      </p>`,
    'td.hash, p { overflow-wrap: anywhere; } td.hash { min-width: 20ch; font-size: 12px; }',
  )
