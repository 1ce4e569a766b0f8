// The profiles as data: fields that exist, headers as they are compared, and twins that have the columns they are asked for.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { parse } from 'yaml'
import { headerKey } from '../../src/reports/report-header.ts'
import { profileNamed, profiles } from '../../src/reconcile/profiles.ts'
import type { ReportProfile, ReportTwin } from '../../src/reports/report-profile.ts'

const folder = join(import.meta.dirname, '..', '..', 'models', 'marts', 'reconciliation')

interface ModelYaml {
  readonly models: readonly {
    readonly name: string
    readonly columns: readonly { readonly name: string }[]
  }[]
}

const columnsOf = (mart: string): readonly string[] => {
  const yaml = parse(readFileSync(join(folder, `${mart}.yml`), 'utf8')) as ModelYaml
  return yaml.models.flatMap(({ columns }) => columns.map(({ name }) => name))
}

/** Every column of the mart that a profile names. */
const askedOf = ({
  key,
  measure,
  date,
  at,
  client,
  location,
  category,
  shown,
}: ReportTwin): readonly string[] => [
  ...key.flatMap((part) => (part === undefined ? [] : [part.ours])),
  ...(measure.ours === 'rows' ? [] : [measure.ours]),
  ...[date?.ours, at, client?.ours, location?.ours, category?.ours].filter((name) => name !== undefined),
  ...shown,
]

/** Every field of the file that a profile names beside its columns. */
const fieldsOf = ({ identity, twin }: ReportProfile): readonly string[] => [
  ...identity,
  ...twin.key.flatMap((part) => (part === undefined ? [] : [part.native])),
  ...(twin.measure.native === 'rows' ? [] : [twin.measure.native]),
  ...[twin.date, twin.client, twin.location, twin.category].flatMap((fact) =>
    fact === undefined ? [] : [fact.native],
  ),
]

describe.each(profiles.map((profile) => [profile.name, profile] as const))('%s', (_, profile) => {
  const { columns, twin } = profile

  it('writes headers as they are compared, each for one field only', () => {
    const headers = columns.flatMap((column) => column.headers)
    expect(headers).toEqual(headers.map(headerKey))
    expect(new Set(headers).size).toBe(headers.length)
    expect(new Set(columns.map(({ field }) => field)).size).toBe(columns.length)
  })

  it('names fields it has, and requires what it compares', () => {
    const fields = columns.map(({ field }) => field)
    expect(fields).toEqual(expect.arrayContaining([...new Set(fieldsOf(profile))]))
    const required = columns.filter((column) => column.required).map(({ field }) => field)
    const compared = [...twin.key.map((part) => part?.native), twin.measure.native, twin.date?.native]
    for (const field of compared)
      if (field !== undefined && field !== 'rows') expect(required).toContain(field)
  })

  it('asks its twin for columns that are there', () => {
    const known = columnsOf(twin.mart)
    expect(askedOf(twin).filter((name) => !known.includes(name))).toEqual([])
  })
})

test('a report that is none is answered with the one it may have meant', () => {
  expect(profileNamed('cash-drawer').title).toBe('Cash Drawer')
  expect(() => profileNamed('cash_drawr')).toThrow('There is no report cash_drawr.')
  expect(() => profileNamed('cash_drawr')).toThrow(
    expect.objectContaining({ remedy: 'Did you mean cash-drawer?' }),
  )
})
