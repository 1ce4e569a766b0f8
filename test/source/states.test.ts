// States handed in: forms and versions that are read, and those refused in words.
import { expect, test } from 'vitest'
import { statesOf } from '../../src/source/states.ts'
import { streams } from '../../streams/index.ts'

const cursor = { kind: 'modified', since: '2026-07-01T00:00:00.000Z' }
const stateMessage = (name: string, blob: unknown, type = 'STREAM'): object => ({
  type: 'STATE',
  state: { type, stream: { stream_descriptor: { name }, stream_state: blob } },
})
const sitesOf = (given: unknown, name = 'clients'): unknown => statesOf(given, streams).get(name)?.sites

test('no file, an empty list, a reset stream and an unknown one say nothing', () => {
  const nothing = [undefined, null, [], [stateMessage('clients', null)], [stateMessage('tea', { sites: {} })]]
  for (const given of nothing) expect(statesOf(given, streams).size).toBe(0)
})

test('the form from before versions is read', () => {
  expect(sitesOf([stateMessage('clients', { sites: { 10001: cursor } })])).toEqual({ 10001: cursor })
})

test('a bare message and one full of nulls are read', () => {
  const stream = {
    stream_descriptor: { name: 'clients', namespace: null },
    stream_state: { version: 1, sites: { 1: cursor } },
  }
  expect(sitesOf([{ type: 'STREAM', stream, global_: null, data: null, sourceStats: null }])).toEqual({
    1: cursor,
  })
})

test('a newer version is refused with what to do', () => {
  expect(() => statesOf([stateMessage('clients', { version: 2, sites: {} })], streams)).toThrow(
    expect.objectContaining({
      code: 'STATE_INVALID',
      what: expect.stringContaining('version 2'),
      remedy: expect.stringContaining('Update'),
    }),
  )
})

test.each([
  ['LEGACY', [{ type: 'STATE', state: { data: { clients: {} } } }]],
  ['LEGACY', [{ type: 'STATE', state: { type: 'LEGACY', data: {} } }]],
  ['GLOBAL', [{ type: 'STATE', state: { type: 'GLOBAL', global: { stream_states: [] } } }]],
])('a %s state is refused in words', (type, given) => {
  expect(() => statesOf(given, streams)).toThrow(
    expect.objectContaining({ code: 'STATE_INVALID', what: expect.stringContaining(type) }),
  )
})

test.each([
  ['no list', { clients: {} }],
  ['a text', 'state'],
])('%s is refused', (_, given) => {
  expect(() => statesOf(given, streams)).toThrow(expect.objectContaining({ code: 'STATE_INVALID' }))
})

test('cursors that make no sense are left out; that site starts over', () => {
  const sites = {
    1: cursor,
    2: { kind: 'window', until: '2026-07-01' },
    3: { kind: 'modified', since: 'soon' },
    4: null,
  }
  expect(sitesOf([stateMessage('clients', { version: 1, sites, unfinished: { 1: {}, 2: 7 } })])).toEqual({
    1: cursor,
  })
})
