// The rules a platform has for catalogs, over catalog.json as it is printed.
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { streams } from '../../streams/index.ts'

interface Property {
  readonly type: string | readonly string[]
  readonly format?: string
  readonly airbyte_type?: string
  readonly personal_data?: string
}

interface Entry {
  readonly name: string
  readonly json_schema: Readonly<Record<string, unknown>> & {
    readonly properties: Readonly<Record<string, Property>>
  }
  readonly supported_sync_modes: readonly string[]
  readonly source_defined_cursor?: boolean
  readonly default_cursor_field?: readonly string[]
  readonly source_defined_primary_key: readonly (readonly string[])[]
  readonly is_resumable: boolean
  readonly availability: string
  readonly selected_by_default: boolean
  readonly not_selected_because?: string
}

const catalog = JSON.parse(readFileSync(new URL('../../catalog.json', import.meta.url), 'utf8')) as {
  streams: readonly Entry[]
}
const ajv = new Ajv({ strict: false, validateFormats: false })

test('all 67 resources, each name once, whatever its letter case', () => {
  const names = catalog.streams.map(({ name }) => name.toLowerCase())
  expect(names).toHaveLength(67)
  expect(new Set(names).size).toBe(67)
})

describe.each(catalog.streams)('$name', (entry) => {
  const { json_schema: schema } = entry
  const { properties } = schema
  const keys = entry.source_defined_primary_key

  test('has a draft-7 schema of an open object, without what destinations cannot read', () => {
    expect(schema['$schema']).toBe('http://json-schema.org/draft-07/schema#')
    expect(ajv.validateSchema(schema)).toBe(true)
    expect(schema['type']).toBe('object')
    expect(schema['additionalProperties']).not.toBe(false)
    expect(JSON.stringify(schema)).not.toMatch(/"(\$ref|allOf|anyOf|oneOf|not|required)":/)
  })

  test('has columns that stay apart where letter case is lost', () => {
    const names = Object.keys(properties).map((name) => name.toLowerCase())
    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeGreaterThan(1)
  })

  test('has a key of scalars that exist, the site first', () => {
    // SiteId alone is the key of what a site has one of.
    expect(keys[0]).toEqual(['SiteId'])
    for (const path of keys) {
      expect(path).toHaveLength(1)
      const { type } = properties[path[0] ?? ''] ?? { type: 'nothing' }
      expect(['integer', 'string', 'number', 'boolean']).toContain([type].flat()[0])
    }
  })

  test('has a cursor where it can leave out what was read, and says whether it can go on', () => {
    const isIncremental = entry.supported_sync_modes.includes('incremental')
    expect(entry.supported_sync_modes).toContain('full_refresh')
    const [field] = entry.default_cursor_field ?? []
    if (field !== undefined) expect(properties).toHaveProperty([field])
    if (!isIncremental) expect(entry.default_cursor_field).toBeUndefined()
    if (isIncremental) expect(entry.is_resumable).toBe(true)
    // Also a cursor of our own making is a cursor the source defines.
    expect(entry.source_defined_cursor ?? false).toBe(entry.is_resumable)
  })

  test('types times by what their zone is', () => {
    for (const [name, { format, airbyte_type: type }] of Object.entries(properties)) {
      if (format !== 'date-time') continue
      expect(type, name).toMatch(/^timestamp_with(out)?_timezone$/)
    }
  })

  test('may hold nothing in any column but the site', () => {
    const rigid = Object.entries(properties).filter(([, { type }]) => ![type].flat().includes('null'))
    expect(rigid.map(([name]) => name)).toEqual(['SiteId'])
  })

  test('says who may read it, whether it is read by default, and what it tells of people', () => {
    const card = streams.find(({ name }) => name === entry.name)
    expect(['public', 'partner', 'sandbox-only']).toContain(entry.availability)
    expect(entry.selected_by_default).toBe(entry.not_selected_because === undefined)
    expect(entry.not_selected_because).toBe(card?.optIn)
    const told = Object.entries(properties).flatMap(([name, { personal_data: kind }]) =>
      kind === undefined ? [] : [[name, kind]],
    )
    expect(Object.fromEntries(told)).toEqual(card?.personal)
  })
})

test('snapshots have a day in their key and their cursor', () => {
  const snapshots = streams.filter(({ incremental }) => incremental.kind === 'snapshot')
  expect(snapshots.length).toBeGreaterThan(0)
  for (const { name } of snapshots) {
    const entry = catalog.streams.find((candidate) => candidate.name === name)
    expect(entry?.source_defined_primary_key.flat()).toContain('SnapshotDate')
    expect(entry?.default_cursor_field).toEqual(['SnapshotDate'])
    expect(entry?.supported_sync_modes).toContain('incremental')
  }
})
