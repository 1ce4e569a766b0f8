// The configuration as a schema: the one source of spec.json, of validation and of what is secret.
import { z } from 'zod'
import { isLocalDate, zoneOf } from './time.ts'

const airbyte = <T extends z.ZodType>(type: T, meta: Record<string, unknown>): T => type.meta(meta) as T

const staffUser = z.looseObject({
  type: z.literal('staff_user'),
  username: airbyte(z.string().min(1), { title: 'User name', order: 1 }),
  password: airbyte(z.string().min(1), { title: 'Password', airbyte_secret: true, order: 2 }),
})

const apiKeyOnly = z.looseObject({ type: z.literal('api_key_only') })

const siteId = z.int()

/** A URL that is https, or plain http to this machine. */
const isSafeUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  return (
    protocol === 'https:' ||
    (protocol === 'http:' && /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(hostname))
  )
}

const path = z
  .string()
  .refine(
    (text) => /^\/[A-Za-z0-9._~/-]{0,255}$/.test(text),
    'must begin with / and hold letters, digits and . _ ~ - / only',
  )

/** What only the warehouse mode uses: not printed into spec.json, so its list of secrets is no platform's concern. */
export const webhooksSchema = z.looseObject({
  /** Path that takes events signed with `signature_keys`. Subscriptions made by `webhooks create` get a path below it each. */
  path: path.default('/hooks/mindbody'),
  /** Active keys of subscriptions made elsewhere; `webhooks create` keeps its own in the control database. */
  signature_keys: z.array(z.string().trim().min(16)).max(8).default([]),
  /** Where Mindbody reaches the receiver: scheme and host, e.g. https://hooks.example.com. */
  public_url: z.string().refine(isSafeUrl, 'must be https (plain http only to this machine)').optional(),
  /** Mindbody's own side: subscriptions and metrics. */
  push_url: z
    .string()
    .refine(isSafeUrl, 'must be https (plain http only to this machine)')
    .default('https://mb-api.mindbodyonline.com/push/api/v1'),
  /** Addresses of proxies in front of the receiver, whose X-Forwarded-For is believed. */
  trusted_proxies: z.array(z.string().min(1)).default([]),
  /** Days that payloads are kept as received; their hashes stay. */
  retention_days: z.int().min(1).max(3660).default(35),
})

export const configSchema = z.looseObject({
  api_key: airbyte(z.string().trim().min(1), {
    title: 'API key',
    description: 'The developer key of your Mindbody account.',
    airbyte_secret: true,
    order: 0,
  }),
  site_ids: airbyte(
    z
      .array(siteId)
      .min(1)
      .refine((ids) => new Set(ids).size === ids.length, 'names a site twice'),
    {
      title: 'Sites',
      description: 'The sites to read. -99 is the sandbox of Mindbody.',
      examples: [[-99]],
      order: 1,
    },
  ),
  credentials: airbyte(
    z.discriminatedUnion('type', [
      staffUser.meta({ title: 'Staff user', type: 'object' }),
      apiKeyOnly.meta({ title: 'API key only', type: 'object' }),
    ]),
    {
      title: 'Credentials',
      description:
        'Most streams need a staff user. With the API key alone clients and sales stay closed, and capacities are masked.',
      type: 'object',
      order: 2,
    },
  ),
  start_date: airbyte(
    z
      .string()
      .refine(
        (text) => isLocalDate(text) && text >= '1990' && text < '2100',
        'is no calendar day written YYYY-MM-DD',
      )
      .meta({ format: 'date' }),
    {
      title: 'Start date',
      description: "How far back to read, on the site's calendar.",
      format: 'date',
      pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
      pattern_descriptor: 'YYYY-MM-DD',
      examples: ['2024-01-01'],
      order: 3,
    },
  ),
  base_url: airbyte(
    z
      .string()
      .refine(isSafeUrl, 'must be https (plain http only to this machine)')
      .default('https://api.mindbodyonline.com/public/v6'),
    { title: 'Base URL', order: 4 },
  ),
  daily_call_budget: airbyte(z.int().min(1).optional(), {
    title: 'Daily call budget',
    description: 'Calls per site and local day that may be spent; none = unlimited.',
    order: 5,
  }),
  call_price: airbyte(z.number().min(0).optional(), {
    title: 'Price of a call',
    description: 'Money per call for `plan`; none = calls only.',
    order: 6,
  }),
  max_concurrency: airbyte(z.int().min(1).max(64).default(4), { title: 'Calls in flight', order: 7 }),
  page_size: airbyte(z.int().min(10).max(1000).default(200), {
    title: 'Page size',
    description: 'Rows asked per call. 200 is what Mindbody is known to give.',
    order: 8,
  }),
  lookback_days: airbyte(
    z.array(z.looseObject({ stream: z.string().min(1), days: z.int().min(0).max(3660) })).default([]),
    { title: 'Look-back days', description: 'Re-read windows per stream, in days.', order: 9 },
  ),
  requests_per_second: airbyte(z.number().positive().max(10_000).default(5), {
    title: 'Requests per second',
    order: 10,
  }),
  time_zones: airbyte(
    z
      .array(
        z.looseObject({
          site_id: siteId,
          zone: z
            .string()
            .refine((zone) => zoneOf(zone) !== undefined, 'is no time zone (example: Europe/London)'),
        }),
      )
      .default([]),
    {
      title: 'Time zones',
      description: 'IANA zone per site, where the site itself gives none that is usable.',
      order: 11,
    },
  ),
  region: airbyte(z.string().min(1).optional(), {
    title: 'Region',
    description: 'Where this home may hold data: eu, us, ...',
    order: 12,
  }),
  extra_headers: airbyte(z.string().optional(), {
    title: 'Extra headers',
    description: 'One `Name: value` a line, sent with each call.',
    airbyte_secret: true,
    multiline: true,
    order: 13,
  }),
  publish_dir: airbyte(z.string().min(1).optional(), {
    title: 'Publish folder',
    description: 'Where marts.duckdb is published; the home by default.',
    order: 14,
  }),
  page_retention_days: airbyte(z.int().min(0).default(35), {
    title: 'Page retention in days',
    description: 'How long response bodies are kept; 0 = until their batch is committed.',
    order: 15,
  }),
  verify_every_days: airbyte(z.int().min(0).max(366).default(7), {
    title: 'Days between verifying passes',
    description:
      'Every so many days `sync` reads everything since the start date again, to find late edits and deleted records; 0 = never.',
    order: 16,
  }),
  webhooks: webhooksSchema.optional(),
})

export type Config = z.output<typeof configSchema>
export type WebhooksConfig = z.output<typeof webhooksSchema>

/** The connection specification of the Airbyte protocol, as JSON Schema draft-7. */
export const connectionSpecification = (): Record<string, unknown> => {
  const schema = z.toJSONSchema(configSchema.omit({ webhooks: true }), {
    target: 'draft-7',
    io: 'input',
  }) as Record<string, unknown>
  return { ...withoutNoise(schema), title: 'Mindbody' }
}

/** Words zod adds that say nothing here: open ends (platforms want the keyword left out) and the range of a safe integer. */
const withoutNoise = (schema: Record<string, unknown>): Record<string, unknown> =>
  JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      key === 'additionalProperties' || Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER
        ? undefined
        : value,
    ),
  ) as Record<string, unknown>
