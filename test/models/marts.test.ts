// What others build on: every published mart says its grain and has its promised columns under a contract.
import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { modelFile } from './macro.ts'

interface ModelYaml {
  readonly models: readonly {
    readonly name: string
    readonly description: string
    readonly data_tests?: readonly Record<string, unknown>[]
    readonly columns: readonly { readonly name: string; readonly data_type: string }[]
  }[]
}

/** Columns analysts may rely on. */
const promised: Readonly<Record<string, string>> = {
  fct_visit:
    'site_id visit_id client_id client_unique_id person_key class_id appointment_id location_id staff_id service_id starts_at_local local_date outcome is_first_visit',
  fct_cohort_retention: 'site_id cohort_type cohort_month month_index cohort_size active_n retained_rate',
  fct_class_occurrence:
    'site_id class_id class_description_id location_id staff_id starts_at_local local_date max_capacity booked signed_in late_cancel no_show waitlisted is_cancelled is_hidden is_substitute',
  agg_utilization_hour: 'site_id location_id month weekday local_hour classes capacity booked attended',
  fct_sale_line:
    'site_id sale_id sale_detail_id client_id location_id sold_at_local local_date item_kind product_id category_id quantity gross discount net tax total is_return currency',
  fct_payment: 'site_id sale_id payment_id location_id local_date method amount is_cash_equivalent currency',
  fct_revenue_day: 'site_id location_id local_date basis account_code gross discount net tax currency',
  mart_freshness: 'mart built_at newest_local_date stream last_synced_at state',
  data_quality: 'finding severity site_id entity entity_id detail amount',
}

const martFiles = async (): Promise<readonly string[]> => {
  const files = await readdir(new URL('../../models/marts/', import.meta.url), { recursive: true })
  return files.filter((file) => file.endsWith('.sql')).map((file) => file.replace(/\.sql$/, ''))
}

const readMart = async (file: string) => {
  const { models } = parse(await modelFile(`marts/${file}.yml`)) as ModelYaml
  return models[0]
}

describe('marts', () => {
  it('say their grain, and their key is tested', async () => {
    for (const file of await martFiles()) {
      const mart = await readMart(file)
      expect(mart?.name).toBe(file.split('/').at(-1))
      expect(mart?.description).toMatch(/One row per /)
      expect(mart?.data_tests?.some((test) => 'unique_key' in test)).toBe(true)
    }
  })

  it('hold no float', async () => {
    for (const file of await martFiles()) {
      const types = (await readMart(file))?.columns.map(({ data_type: type }) => type) ?? []
      expect(types.filter((type) => /double|float|real/.test(type))).toEqual([])
    }
  })

  it('have the promised columns', async () => {
    const files = await martFiles()
    for (const [name, columns] of Object.entries(promised)) {
      const mart = await readMart(files.find((file) => file.endsWith(`/${name}`)) ?? name)
      const own = mart?.columns.map((column) => column.name) ?? []
      expect(own, name).toEqual(expect.arrayContaining(columns.split(' ')))
    }
  })

  it('know how fresh each of them is', async () => {
    const text = await modelFile('marts/quality/mart_freshness.sql')
    for (const file of await martFiles()) {
      const name = file.split('/').at(-1) ?? file
      if (name !== 'mart_freshness') expect(text).toContain(`'${name}':`)
    }
  })
})
