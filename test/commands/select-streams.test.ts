// Streams by name and pattern: what is taken, what a star never takes, and what a misspelt name is told.
import { describe, expect, test } from 'vitest'
import { missingParents, selectStreams } from '../../src/commands/select-streams.ts'
import { defaultStreams } from '../../src/source/stream.ts'
import { streams } from '../../streams/index.ts'

const names = (text?: string): readonly string[] => selectStreams(streams, text).map(({ name }) => name)
const standard = defaultStreams(streams).map(({ name }) => name)

test('without a selection: what every sync reads', () => {
  expect(names()).toEqual(standard)
})

test('names come in declared order, whatever the order given', () => {
  expect(names('sales, sites')).toEqual(['sites', 'sales'])
  expect(names('sales,sales,')).toEqual(['sales'])
})

test('a pattern matches default streams only; an opt-in stream is named in full', () => {
  const optIn = streams.find((stream) => stream.optIn !== undefined && stream.name.startsWith('client_'))
  expect(names('client_*')).toEqual(standard.filter((name) => name.startsWith('client_')))
  expect(names(`client_*,${optIn?.name ?? ''}`)).toContain(optIn?.name)
})

test('exclusions alone take from the default selection; with names, from those', () => {
  expect(names('!client_visits')).toEqual(standard.filter((name) => name !== 'client_visits'))
  expect(names('!client_*')).toEqual(standard.filter((name) => !name.startsWith('client_')))
  expect(names('client_*,!client_visits')).not.toContain('client_visits')
  expect(names('*,!client_*')).toEqual(names('!client_*'))
})

describe('usage errors name what was meant', () => {
  test.each([
    ['sails', 'Did you mean sales'],
    ['visits', 'class_visits'],
    ['zzz', 'Streams: sites'],
    ['zzz*', 'discover'],
    ['sales,!sails', 'Did you mean sales'],
    ['sales,!sales', 'leave --streams out'],
    ['', 'leave --streams out'],
    ['sales.*', 'discover'],
  ])('%j', (text, words) => {
    expect(() => names(text)).toThrow(
      expect.objectContaining({
        code: 'USAGE',
        remedy: expect.stringMatching(new RegExp(words, 'i')) as unknown,
      }),
    )
  })

  test('a pattern that only an opt-in stream matches says so', () => {
    expect(() => names('payroll_*')).toThrow(/payroll_tips.*name it in full/)
  })
})

test('children whose parents are not read by the same run are told of', () => {
  expect(missingParents(selectStreams(streams, 'class_visits,sites'))).toEqual([
    { stream: 'class_visits', parent: 'classes' },
  ])
  expect(missingParents(selectStreams(streams, 'classes,class_visits'))).toEqual([])
})
