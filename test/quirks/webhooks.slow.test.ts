// Quirks of events: what no event tells is found by pulling.
import { expect } from 'vitest'
import { activeKeys } from '../../src/control/webhook-keys.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'
import { subscribe } from '../../src/webhooks/subscribe.ts'
import { openSubscriber } from '../sandbox/subscriber.ts'
import { openDesk, order } from '../webhooks/open-desk.ts'
import { openStudio, quirk, valuesOf } from './quirk.ts'

openStudio()

type Row = Readonly<Record<string, unknown>>
const recent = { config: { start_date: '2026-06-15' } }
const days = 12

const statesOf = (
  rows: readonly Row[],
  key: string,
  fields: readonly string[],
): ReadonlyMap<string, string> =>
  new Map(rows.map((row) => [String(row[key]), fields.map((field) => String(row[field])).join(' ')]))

/** Keys whose state now is another one than before. */
const changedKeys = (
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): readonly string[] =>
  [...now].flatMap(([key, state]) => (before.get(key) === state ? [] : [key])).toSorted()

quirk(
  'webhooks-silent',
  async ({ sandbox, read, truth }) => {
    const fields = ['Status', 'Active', 'Email']
    const first = await read(['clients'], recent)
    sandbox.advance(days)
    const second = await read(['clients'], { ...recent, state: first.state })
    const now = statesOf(truth('clients'), 'UniqueId', fields)
    const changed = changedKeys(statesOf(first.recordsOf('clients'), 'UniqueId', fields), now)
    expect(changed.length).toBeGreaterThan(0)
    const found = statesOf(second.recordsOf('clients'), 'UniqueId', fields)
    for (const key of changed) expect(found.get(key)).toBe(now.get(key))
  },
  true,
)

quirk(
  'series-event-only',
  async ({ sandbox, read }) => {
    const london = { config: { ...recent.config, site_ids: [10_002] } }
    const first = await read(['classes'], london)
    sandbox.advance(20)
    const second = await read(['classes'], { ...london, state: first.state })
    const cancelled = (rows: readonly Row[]): readonly Row[] =>
      rows.filter(({ IsCanceled }) => IsCanceled === true)
    const before = new Set(valuesOf(cancelled(first.recordsOf('classes')), 'Id'))
    const since = cancelled(recordsOf(sandbox.business, 'classes', 10_002)).filter(
      ({ Id, StartDateTime }) => String(StartDateTime) >= '2026-07-01' && !before.has(String(Id)),
    )
    expect(since.length).toBeGreaterThan(0)
    const found = valuesOf(cancelled(second.recordsOf('classes')), 'Id')
    for (const { Id } of since) expect(found).toContain(String(Id))
  },
  true,
)

quirk('waitlist-event-ids', async ({ read, truth }) => {
  const { lost, recordsOf } = await read(['waitlist_entries'], recent)
  expect(lost).toEqual([])
  expect(recordsOf('waitlist_entries').length).toBeGreaterThan(0)
  const known = valuesOf(truth('waitlist_entries'), 'Id')
  for (const id of valuesOf(recordsOf('waitlist_entries'), 'Id')) expect(known).toContain(id)
})

quirk(
  'unknown-webhook-event',
  async ({ sandbox, read, truth }) => {
    const first = await read(['class_visits'], recent)
    const before = statesOf(first.recordsOf('class_visits'), 'Id', ['SignedIn'])
    sandbox.advance(2)
    const second = await read(['class_visits'], { ...recent, state: first.state })
    const now = statesOf(truth('class_visits'), 'Id', ['SignedIn'])
    const checkedIn = changedKeys(before, now).filter(
      (key) => before.get(key) === 'false' && now.get(key) === 'true',
    )
    expect(checkedIn.length).toBeGreaterThan(0)
    const found = statesOf(second.recordsOf('class_visits'), 'Id', ['SignedIn'])
    for (const key of checkedIn) expect(found.get(key)).toBe('true')
  },
  true,
)

quirk('webhook-url-refused', async ({ sandbox }) => {
  await using receiver = await openSubscriber()
  await using opened = await openDesk(undefined, sandbox.push.url)
  const { known } = await subscribe(opened.desk, { ...order, publicUrl: new URL(receiver.url).origin })
  expect(known.status).toBe('PendingActivation')
  expect(opened.sleeps.length, 'refused and asked again').toBeGreaterThan(0)
  expect(await activeKeys(opened.control)).toHaveLength(1)
  expect(receiver.got.map(({ method }) => method)).toEqual(['HEAD'])
})
