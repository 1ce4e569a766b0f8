// The small page of the receiver's second port: is it well, what waits, what was refused.
import type { InboxWaiting } from '../control/inbox-waiting.ts'
import { html, page } from '../core/html.ts'
import { results } from './answer.ts'
import type { Result } from './answer.ts'
import type { Condition } from './condition.ts'
import type { Gauge, Metrics } from './metrics.ts'

const number = (value: number): string => value.toLocaleString('en-US')

const duration = (seconds: number): string =>
  seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60).toLocaleString('en-US')} min`

const deadIn = ({ dead }: InboxWaiting): number =>
  Object.values(dead).reduce((sum, events) => sum + events, 0)

const sentence = ({ inbox, disk }: Condition): string => {
  if (!inbox.isWritable)
    return `The inbox cannot be written since ${inbox.since.toISOString()}: events get 503.`
  if (!disk.isEnough) return 'The disk of the home is nearly full.'
  return 'Events are taken.'
}

const facts = ({ waiting, disk, lagSeconds }: Condition): readonly (readonly [string, string])[] => [
  ['waiting', waiting === undefined ? 'unknown' : number(waiting.received)],
  ['oldest waits', lagSeconds === undefined ? 'unknown' : duration(lagSeconds)],
  ['dead letters', waiting === undefined ? 'unknown' : number(deadIn(waiting))],
  ['last applied', waiting?.lastAppliedAt?.toISOString() ?? 'never'],
  [
    'disk free',
    disk.freeBytes === undefined ? 'unknown' : `${number(Math.floor(disk.freeBytes / 2 ** 20))} MiB`,
  ],
]

/** The page as HTML; nothing on it is secret: no path, no key, nothing of a body. */
export const opsPage = (condition: Condition, metrics: Metrics, gauges: readonly Gauge[]): string =>
  page(
    'Webhook receiver',
    html`<h1>Webhook receiver</h1>
      <p class="${condition.isReady ? 'good' : 'bad'}">${sentence(condition)}</p>
      <dl class="facts">
        ${facts(condition).map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      <section>
        <h2>Requests since the start</h2>
        <table>
          ${(Object.keys(results) as Result[]).map(
            (result) =>
              html`<tr>
                <th>${result.replaceAll('_', ' ')}</th>
                <td class="number">${number(metrics.countOf(result))}</td>
              </tr>`,
          )}
        </table>
      </section>
      <section>
        <h2>Now</h2>
        <table>
          ${gauges.map(
            ({ name, help, value, labels = {} }) =>
              html`<tr>
                <th>${[name, ...Object.values(labels)].join(' ')}</th>
                <td class="number">${value === undefined ? 'unknown' : number(value)}</td>
                <td>${help}</td>
              </tr>`,
          )}
        </table>
      </section>`,
  )
