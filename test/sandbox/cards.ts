// Holds what the simulated API answers against the cards of streams: their envelopes, their fields, their keys.
import { expect } from 'vitest'
import { addDays } from '../../src/sandbox/calendar.ts'
import { textOf } from '../../src/sandbox/answers.ts'
import { addedFields, type Stream } from '../../src/source/stream.ts'
import { streams } from '../../streams/index.ts'
import { at, pageAll, type Asker, type Body } from './asking.ts'

export const siteIds = [10_001, 10_002]

export const cardOf = (name: string): Stream => {
  const card = streams.find((stream) => stream.name === name)
  if (card === undefined) throw new RangeError(`no card ${name}`)
  return card
}

export type Pairs = readonly (readonly [string, string])[]

/** The rows of one question in the shape the card says, bare strings as `{Value}`. */
export const ask = async (asker: Asker, card: Stream, query: Pairs): Promise<readonly Body[]> => {
  const prefix = card.incremental.kind === 'window' ? card.incremental.startParam.split('.')[0] : 'request'
  const sent = [...Object.entries(card.send), ...query]
  if (card.paged) return pageAll(asker, card.path, card.rows, sent, prefix)
  const { status, body } = await asker.get(card.path, sent)
  expect(status).toBe(200)
  const found = at(body, card.rows)
  const list = card.holds === 'records' || card.holds === 'strings' ? (found as unknown[]) : [found]
  return card.holds === 'strings' || card.holds === 'text'
    ? list.map((Value) => ({ Value }))
    : (list as readonly Body[])
}

export const inOrder = (records: readonly Body[]): readonly string[] =>
  records.map((record) => JSON.stringify(JSON.parse(textOf(record)))).toSorted()

/** A value fits the type a card declares for its field; null fits every one. */
const fits = (type: string, value: unknown): boolean => {
  if (value === null) return true
  if (type === 'id' || type === 'int') return Number.isInteger(value)
  if (type === 'number' || type === 'money') return typeof value === 'number'
  if (type === 'flag') return typeof value === 'boolean'
  if (type === 'list') return Array.isArray(value)
  if (type === 'object') return typeof value === 'object' && !Array.isArray(value)
  if (typeof value !== 'string') return false
  if (type === 'date') return /^\d{4}-\d{2}-\d{2}T00:00:00$/.test(value)
  if (type === 'local') return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?$/.test(value)
  if (type === 'utc') return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(value)
  return type === 'text'
}

/** Keys are unique and every field is one the card knows, of its type. */
export const expectShape = (card: Stream, records: readonly Body[]): void => {
  expect(records.length).toBeGreaterThan(0)
  const fields = { ...addedFields(card, streams), ...card.fields }
  for (const record of records) {
    for (const [name, value] of Object.entries(record)) {
      if (card.omit.includes(name)) continue
      expect([name, fields[name] !== undefined && fits(fields[name], value)]).toEqual([name, true])
    }
  }
  const keys = records.map((record) => JSON.stringify(card.key.map((name) => record[name])))
  expect(new Set(keys).size).toBe(records.length)
}

/** The bounds of a window card, from the studio's birth to as far ahead as the card looks. */
export const wholeSpan = (card: Stream): Pairs => {
  const { incremental } = card
  if (incremental.kind !== 'window') throw new RangeError(`${card.name} has no window`)
  const last = addDays('2026-07-01', incremental.lookaheadDays)
  return [
    [incremental.startParam, '2025-07-01T00:00:00'],
    [incremental.endParam, `${last}T23:59:59`],
  ]
}
