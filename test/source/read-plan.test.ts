// Where a pass over a parent stream begins when its children need more of it than it needs itself.
import { expect, test } from 'vitest'
import type { Cursor } from '../../src/source/cursor.ts'
import { startOf } from '../../src/source/read-plan.ts'
import type { PlannedStream } from '../../src/source/read-plan.ts'
import type { Stream } from '../../src/source/stream.ts'
import { streams } from '../../streams/index.ts'

const site = { siteId: 1, zone: 'UTC' }

const planned = (name: string, children: readonly PlannedStream[] = []): PlannedStream => {
  const stream = streams.find((candidate) => candidate.name === name) as Stream
  return {
    stream,
    selected: { stream, ignoresState: false, columns: undefined } as PlannedStream['selected'],
    children,
  }
}
const start = (parent: string, child: string, cursors: Readonly<Record<string, Cursor>>) =>
  startOf(
    planned(parent, [planned(child)]),
    site,
    new Map(Object.entries(cursors).map(([name, cursor]) => [name, { '1': cursor }])),
  )

test('a child that was read earlier pulls the start back; what the stream knows of itself stays', () => {
  const classes: Cursor = {
    kind: 'window',
    until: '2026-06-30',
    from: '2025-01-01',
    lookbackAt: '2026-07-01T10:00:00.000Z',
    wholeAt: '2026-06-28T10:00:00.000Z',
  }
  const child: Cursor = { kind: 'parents', readAt: '2026-06-20T10:00:00.000Z' }
  expect(start('classes', 'class_visits', { classes, class_visits: child })).toEqual({
    kind: 'window',
    until: '2026-06-19',
    from: '2025-01-01',
    wholeAt: '2026-06-28T10:00:00.000Z',
  })
  expect(start('classes', 'class_visits', { classes })).toBeUndefined()
  expect(start('classes', 'class_visits', { class_visits: child })).toBeUndefined()
})

test('a child that asks everybody once a day needs everybody', () => {
  const clients: Cursor = {
    kind: 'modified',
    since: '2026-06-29T10:00:00.000Z',
    wholeAt: '2026-06-28T10:00:00.000Z',
  }
  const read: Cursor = { kind: 'parents', readAt: '2026-06-20T10:00:00.000Z' }
  expect(start('clients', 'client_memberships', { clients, client_memberships: read })).toBeUndefined()
  expect(start('clients', 'client_contracts', { clients, client_contracts: read })).toEqual({
    ...clients,
    since: '2026-06-19T10:00:00.000Z',
  })
})
