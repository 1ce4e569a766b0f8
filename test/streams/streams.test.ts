// One suite over all streams: what every card must keep to.
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { catalogOf, isResumable } from '../../src/source/catalog.ts'
import { addedFields } from '../../src/source/stream.ts'
import { streams } from '../../streams/index.ts'

const catalog = catalogOf(streams).streams
const names = streams.map(({ name }) => name)
const ajv = new Ajv({ strict: false, validateFormats: false })

test('the streams of this release', () => {
  expect([...names].sort()).toEqual([
    'accepted_card_types',
    'appointment_add_ons',
    'appointment_options',
    'appointments',
    'categories',
    'class_descriptions',
    'class_schedules',
    'class_visits',
    'classes',
    'client_account_balances',
    'client_complete_info',
    'client_contracts',
    'client_formula_notes',
    'client_indexes',
    'client_memberships',
    'client_memberships_single',
    'client_purchases',
    'client_referral_types',
    'client_rewards',
    'client_schedule',
    'client_services',
    'client_visits',
    'clients',
    'contact_log_types',
    'contact_logs',
    'contracts',
    'courses',
    'cross_regional_client_associations',
    'custom_client_fields',
    'custom_payment_methods',
    'enrollments',
    'genders',
    'gift_card_balances',
    'gift_cards',
    'liability_waiver',
    'locations',
    'memberships',
    'mobile_providers',
    'packages',
    'payment_types',
    'payroll_commissions',
    'payroll_scheduled_service_earnings',
    'payroll_time_cards',
    'payroll_tips',
    'products',
    'products_inventory',
    'programs',
    'promo_codes',
    'prospect_stages',
    'relationships',
    'required_client_fields',
    'resource_availabilities',
    'resources',
    'sales',
    'sales_reps',
    'semesters',
    'services',
    'session_types',
    'sites',
    'staff',
    'staff_image_urls',
    'staff_permissions',
    'staff_schedule_items',
    'staff_session_types',
    'transactions',
    'unavailabilities',
    'waitlist_entries',
  ])
  expect(new Set(streams.map(({ path }) => path)).size).toBe(streams.length)
  expect(catalog.map(({ name }) => name)).toEqual(names)
})

describe.each(streams.map((stream) => [stream.name, stream] as const))('%s', (name, stream) => {
  const { fields, incremental, parent } = stream
  const entry = catalog.find((candidate) => candidate.name === name)
  const columns = [...Object.keys(fields), ...Object.keys(addedFields(stream, streams))]

  test('is named and described', () => {
    expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/)
    expect(stream.about).toMatch(/^[A-Z].{10,}\.$/)
    expect(stream.path).toMatch(/^\/[a-z]+\/[a-z]+$/i)
    if (stream.rows !== '' || stream.holds === 'records')
      expect(stream.rows).toMatch(/^[A-Z][A-Za-z]*(\.[A-Z][A-Za-z]*)*$/)
  })

  test('has a key of plain values among its fields', () => {
    // The liability waiver is one text per site: SiteId alone is its key.
    expect(stream.key.length).toBeGreaterThan(name === 'liability_waiver' ? -1 : 0)
    for (const key of stream.key) {
      expect(columns).toContain(key)
      expect(['object', 'list']).not.toContain(fields[key])
    }
  })

  test('has no field twice in another letter case, and none of our own', () => {
    const lower = columns.filter((column) => column !== 'RecordSiteId').map((column) => column.toLowerCase())
    expect(new Set(lower).size).toBe(lower.length)
    for (const own of [
      'siteid',
      'recordsiteid',
      '_batch_id',
      '_extracted_at',
      '_request_id',
      '_deleted_at',
      '_extra',
    ]) {
      expect(lower).not.toContain(own)
    }
  })

  test('leaves out only what it does not declare', () => {
    for (const field of stream.omit) expect(columns).not.toContain(field)
  })

  test('moves its cursor over a field it declares, and always sends both bounds', () => {
    if (incremental.kind === 'full' || incremental.kind === 'snapshot') return
    if (incremental.field !== undefined) {
      expect(['local', 'utc', 'date']).toContain(fields[incremental.field])
    }
    if (incremental.kind === 'modified') {
      // A wall clock stands up to 14 hours off UTC, so its lag must be longer.
      expect(incremental.lagHours).toBeGreaterThan(fields[incremental.field] === 'utc' ? 0 : 14)
    } else {
      expect(incremental.startParam).not.toBe(incremental.endParam)
      expect(incremental.stepDays).toBeGreaterThan(0)
      expect(incremental.lookbackDays).toBeGreaterThanOrEqual(0)
    }
  })

  test('says what its fields tell of persons, and nothing of fields it does not have', () => {
    const telling =
      /^(First|Last|Middle)Name$|Email|Phone|Address(Line)?\d?$|BirthDate|Gender|Photo|^Notes?$|Alert$|LastFour|^(Client|Staff|CreatedBy|AssignedTo|Organizer|Clients)$|Earnings|HourlyRate|PayRate/
    const withoutPersons = [
      'ProviderAddress',
      'SendAccountEmails',
      'SendPromotionalEmails',
      'SendScheduleEmails',
    ]
    // A studio's own address and telephone are no person's.
    if (['sites', 'locations'].includes(name)) return
    const silent = Object.keys(fields).filter(
      (field) =>
        telling.test(field) &&
        !withoutPersons.includes(field) &&
        fields[field] !== 'flag' &&
        !(field in stream.personal),
    )
    expect(silent).toEqual([])
    for (const field of Object.keys(stream.personal)) expect(columns).toContain(field)
  })

  test('comes after its parents', () => {
    if (parent === undefined) return
    const earlier = streams.slice(0, names.indexOf(name))
    const parentStream = earlier.find((candidate) => candidate.name === parent.stream)
    expect(Object.keys(parentStream?.fields ?? {})).toContain(parent.field.split('[]')[0])
    expect(parent.batch).toBeGreaterThanOrEqual(1)
    for (const field of [parent.positive, parent.recent?.field].filter((field) => field !== undefined)) {
      expect(Object.keys(parentStream?.fields ?? {})).toContain(field)
    }
    if (parent.echo !== undefined) expect(columns).toContain(parent.echo)
    for (const seen of parent.seenIn ?? []) {
      const other = earlier.find((candidate) => candidate.name === seen.stream)
      expect(Object.keys(other?.fields ?? {}), seen.stream).toContain(seen.field)
    }
    if (parent.span !== undefined) expect(parent.span.startParam).not.toBe(parent.span.endParam)
  })

  test('has a valid catalog entry', () => {
    const schema = entry?.json_schema ?? {}
    expect(ajv.validateSchema(schema), JSON.stringify(ajv.errors)).toBe(true)
    const properties = schema['properties'] as Record<string, { type: unknown }>
    const { source_defined_primary_key: key, default_cursor_field: cursor } = entry ?? {}
    expect(key?.[0]).toEqual(['SiteId'])
    for (const path of [...(key ?? []), ...(cursor === undefined ? [] : [cursor])]) {
      expect(path).toHaveLength(1)
      expect(Object.keys(properties)).toContain(path[0])
    }
    expect(properties['SiteId']).toEqual({ type: 'integer' })
    expect(JSON.stringify(schema)).not.toMatch(/"(\$ref|allOf|not)":/)
    expect(schema['additionalProperties']).toBe(true)
    expect(entry?.supported_sync_modes).toContain('full_refresh')
    expect(entry?.is_resumable).toBe(isResumable(stream))
    expect(entry?.source_defined_cursor ?? false).toBe(isResumable(stream))
  })

  test('accepts a row of nulls: Mindbody promises no field', () => {
    const row = { SiteId: 1, ...Object.fromEntries(columns.map((column) => [column, null])) }
    const validate = ajv.compile(entry?.json_schema ?? false)
    expect(validate(row), JSON.stringify(validate.errors)).toBe(true)
    expect(validate({ ...row, SiteId: null })).toBe(false)
  })
})
