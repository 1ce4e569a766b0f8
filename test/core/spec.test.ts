// The connection specification against the rules by which Airbyte judges one.
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { connectionSpecification } from '../../src/core/config-schema.ts'
import { parseConfig } from '../../src/core/config.ts'

interface Schema {
  readonly type?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly oneOf?: readonly Schema[]
  readonly items?: Schema
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly order?: number
  readonly pattern?: string
  readonly format?: string
  readonly airbyte_secret?: boolean
  readonly required?: readonly string[]
}

const spec = connectionSpecification() as Schema

/** Every schema inside, with the path to it. */
const walk = (schema: Schema, path: readonly string[] = []): readonly (readonly [string, Schema])[] => [
  [path.join('.'), schema],
  ...Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => walk(inner, [...path, name])),
  ...(schema.oneOf ?? []).flatMap((inner, index) => walk(inner, [...path, `oneOf${index}`])),
  ...(schema.items === undefined ? [] : walk(schema.items, [...path, '[]'])),
]

const all = walk(spec)

test('no keyword that platforms cannot show', () => {
  const forbidden =
    /"(not|anyOf|allOf|patternProperties|prefixItems|if|then|else|dependentSchemas|dependentRequired|additionalProperties|\$ref|\$defs|definitions)":/
  expect(JSON.stringify(spec)).not.toMatch(forbidden)
})

test('every key has one type, and a title at the top', () => {
  for (const [path, schema] of all) expect(typeof schema.type, path).toBe('string')
  for (const [name, schema] of Object.entries(spec.properties ?? {}))
    expect(schema, name).toHaveProperty('title')
  for (const [path, { type, properties, oneOf }] of all) {
    if (type === 'object') expect(properties ?? oneOf, path).toBeDefined()
  }
})

test('what is secret by its name is marked, and nothing else; secrets are never inside lists', () => {
  const marked = all.filter(([, { airbyte_secret: secret }]) => secret === true).map(([path]) => path)
  expect(marked).toEqual(['api_key', 'credentials.oneOf0.password', 'extra_headers'])
  const named = /(token|secret|password|api_key|secret_key|private_key|access_key|jwt|certificate)$/
  for (const [path, { type, const: value, airbyte_secret: secret }] of all) {
    if (named.test(path) && type === 'string' && value === undefined) expect(secret, path).toBe(true)
  }
  expect(marked.some((path) => path.includes('[]'))).toBe(false)
})

describe('a choice', () => {
  const choices = all.filter(([, { oneOf }]) => oneOf !== undefined)

  test('is an object whose options share one constant', () => {
    expect(choices.map(([path]) => path)).toEqual(['credentials'])
    for (const [, { type, oneOf = [] }] of choices) {
      expect(type).toBe('object')
      const constants = oneOf.map(({ properties = {} }) =>
        Object.entries(properties).flatMap(([name, { const: value }]) => (value === undefined ? [] : [name])),
      )
      expect(constants).toEqual(oneOf.map(() => ['type']))
      for (const option of oneOf) {
        expect(option.type).toBe('object')
        expect(option.required).toContain('type')
      }
      expect(new Set(oneOf.map(({ properties }) => properties?.['type']?.const)).size).toBe(oneOf.length)
    }
  })
})

test('the order is unique in each object, and complete at the top', () => {
  for (const [path, { properties = {} }] of all) {
    const orders = Object.values(properties).flatMap(({ order }) => (order === undefined ? [] : [order]))
    expect(new Set(orders).size, path).toBe(orders.length)
  }
  for (const [name, { order }] of Object.entries(spec.properties ?? {}))
    expect(order, name).toBeTypeOf('number')
})

test('a date has a format and a pattern, and its examples fit both', () => {
  const dated = all.filter(([, { format, pattern }]) => format !== undefined || pattern !== undefined)
  expect(dated.map(([path]) => path)).toEqual(['start_date'])
  expect(dated[0]?.[1]).toMatchObject({ format: 'date', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })
})

test('defaults need not be given, the rest of the contract must be', () => {
  expect(spec.required).toEqual(['api_key', 'site_ids', 'credentials', 'start_date'])
})

test('it is valid draft-7 and accepts what our own validation accepts', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false })
  const validate = ajv.compile(spec)
  const good = {
    api_key: 'k',
    site_ids: [-99],
    credentials: { type: 'api_key_only' },
    start_date: '2024-01-01',
    some_key_of_a_later_release: 1,
  }
  for (const config of [
    good,
    { ...good, credentials: { type: 'staff_user', username: 'u', password: 'p' } },
  ]) {
    expect(validate(config), JSON.stringify(validate.errors)).toBe(true)
    expect(() => parseConfig(config)).not.toThrow()
  }
  for (const bad of [
    { ...good, api_key: 1 },
    { ...good, site_ids: [] },
    { ...good, credentials: { type: 'x' } },
  ]) {
    expect(validate(bad)).toBe(false)
  }
})

test('groups stand at the top, choices alone are drawn in another way, lists of choices are distinct', () => {
  for (const [path, schema] of all) {
    const { group, display_type: drawn, enum: choices = [] } = schema as Schema & Record<string, unknown>
    if (path.includes('.')) expect(group, path).toBeUndefined()
    if (drawn !== undefined) expect(schema.oneOf, path).toBeDefined()
    expect(new Set(choices).size, path).toBe(choices.length)
  }
})

test('only texts that a user types can be secret', () => {
  for (const [path, { type, const: value, airbyte_secret: secret }] of all) {
    if (secret !== undefined) expect([secret, type, value], path).toEqual([true, 'string', undefined])
  }
})
