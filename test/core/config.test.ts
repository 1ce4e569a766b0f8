// The configuration: malformed ones name the key and the remedy and quote no value; the environment lies over the file.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig, parseConfig, readJsonFile, secretsOf } from '../../src/core/config.ts'
import { Problem } from '../../src/core/errors.ts'

const good = {
  api_key: 'canary-key',
  site_ids: [-99],
  credentials: { type: 'staff_user', username: 'owner', password: 'canary-password' },
  start_date: '2024-01-01',
}

const problemOf = (work: () => unknown): Problem => {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

const { api_key: _, ...keyless } = good

/** What is wrong, the file, and what the user must be told. */
const malformed: readonly (readonly [string, unknown, string])[] = [
  ['no key', keyless, 'The key "api_key" is missing from the configuration.'],
  ['an empty key', { ...good, api_key: '  ' }, 'The key "api_key" of the configuration must not be empty.'],
  [
    'a key that is a number',
    { ...good, api_key: 73_112 },
    '"api_key" of the configuration should be a text in quotes.',
  ],
  [
    'one site without a list',
    { ...good, site_ids: 73_112 },
    '"site_ids" of the configuration should be a list in square brackets.',
  ],
  ['no site', { ...good, site_ids: [] }, '"site_ids" of the configuration must not be empty.'],
  [
    'sites in quotes',
    { ...good, site_ids: ['73112'] },
    '"site_ids.0" of the configuration should be a number.',
  ],
  [
    'half a site',
    { ...good, site_ids: [73_112.5] },
    '"site_ids.0" of the configuration should be a whole number.',
  ],
  [
    'a site twice',
    { ...good, site_ids: [73_112, 73_112] },
    '"site_ids" of the configuration names a site twice.',
  ],
  ['no credentials', { ...good, credentials: undefined }, 'The key "credentials" is missing'],
  [
    'credentials of no type',
    { ...good, credentials: { username: 'canary-user' } },
    'The key "credentials.type" is missing',
  ],
  [
    'credentials of an unknown type',
    { ...good, credentials: { type: 'canary-type' } },
    '"credentials.type" of the configuration should be "staff_user" or "api_key_only".',
  ],
  [
    'no password',
    { ...good, credentials: { type: 'staff_user', username: 'canary-user' } },
    'The key "credentials.password" is missing',
  ],
  [
    'a day that never was',
    { ...good, start_date: '2024-02-30' },
    '"start_date" of the configuration is no calendar day written YYYY-MM-DD.',
  ],
  [
    'plain http',
    { ...good, base_url: 'http://canary.example' },
    '"base_url" of the configuration must be https',
  ],
  ['too small a page', { ...good, page_size: 7 }, '"page_size" of the configuration must be at least 10.'],
  [
    'too large a page',
    { ...good, page_size: 73_112 },
    '"page_size" of the configuration must be at most 1000.',
  ],
  [
    'a number in words',
    { ...good, max_concurrency: 'canary' },
    '"max_concurrency" of the configuration should be a number.',
  ],
  [
    'no speed at all',
    { ...good, requests_per_second: 0 },
    '"requests_per_second" of the configuration must be more than 0.',
  ],
  [
    'a zone of another planet',
    { ...good, time_zones: [{ site_id: 1, zone: 'Canary/X' }] },
    '"time_zones.0.zone" of the configuration is no time zone',
  ],
  [
    'look-backs as an object',
    { ...good, lookback_days: { sales: 73_112 } },
    '"lookback_days" of the configuration should be a list',
  ],
  [
    'half a look-back',
    { ...good, lookback_days: [{ stream: 'canary' }] },
    'The key "lookback_days.0.days" is missing',
  ],
  [
    'null',
    { ...good, daily_call_budget: null },
    '"daily_call_budget" of the configuration should be a number.',
  ],
  ['a list', [good], 'The configuration is not a JSON object.'],
  ['a text', 'canary', 'The configuration is not a JSON object.'],
]

describe('malformed', () => {
  test.each(malformed)('%s', (_name, file, words) => {
    const problem = problemOf(() => parseConfig(file))
    expect(problem).toMatchObject({ code: 'CONFIG_INVALID', exitCode: 3 })
    expect(problem.message).toContain(words)
    expect(problem.remedy).toMatch(/Give|Write|Leave|Mend/)
    for (const text of [problem.message, problem.remedy]) {
      expect(text).not.toMatch(/canary-|canary\b(?!-)|73,?112|Invalid input|expected|received|undefined/i)
    }
  })

  test('every bad key is named at once', () => {
    const problem = problemOf(() => parseConfig({ ...good, site_ids: 'x', start_date: 7, page_size: 7 }))
    expect(problem.message).toContain('The key "site_ids"')
    expect(problem.message).toContain('Not usable either: start_date, page_size.')
  })

  test('a missing key that was misspelt is told with its likely name', () => {
    const problem = problemOf(() => parseConfig({ ...keyless, api_keyy: 'canary-key' }))
    expect(problem.message).toContain('"api_key" is missing')
    expect(problem.message).toContain('api_keyy (did you mean api_key?)')
    expect(problem.message).not.toContain('canary')
  })

  test('the remedy names the variable that would override the key', () => {
    const of = (file: object) => problemOf(() => parseConfig(file)).remedy
    expect(of(keyless)).toContain('MINDBODY_API_KEY')
    expect(of({ ...good, credentials: { type: 'staff_user', username: 'u' } })).toContain(
      'MINDBODY_CREDENTIALS_PASSWORD',
    )
    expect(of({ ...good, time_zones: [{ site_id: 1, zone: 'X' }] })).toContain('MINDBODY_TIME_ZONES.')
  })
})

test('defaults are filled in; local http is allowed', () => {
  expect(parseConfig(good)).toMatchObject({
    base_url: 'https://api.mindbodyonline.com/public/v6',
    max_concurrency: 4,
    page_size: 200,
    requests_per_second: 5,
    lookback_days: [],
    time_zones: [],
    page_retention_days: 35,
  })
  for (const base_url of ['http://127.0.0.1:8765/public/v6', 'http://localhost:1', 'http://[::1]:1']) {
    expect(parseConfig({ ...good, base_url }).base_url).toBe(base_url)
  }
  for (const base_url of [
    'http://localhost.example',
    'http://127.0.0.1.example',
    'ftp://127.0.0.1',
    'nothing',
  ]) {
    expect(() => parseConfig({ ...good, base_url })).toThrow('"base_url"')
  }
})

describe('the environment', () => {
  test('holds the whole configuration alone', () => {
    const config = parseConfig(
      {},
      {
        MINDBODY_API_KEY: '12345',
        MINDBODY_SITE_IDS: '10001, 10002',
        MINDBODY_CREDENTIALS_USERNAME: 'owner',
        MINDBODY_CREDENTIALS_PASSWORD: '0123',
        MINDBODY_START_DATE: '2025-07-01',
        MINDBODY_PAGE_SIZE: '50',
        MINDBODY_LOOKBACK_DAYS: '[{"stream":"sales","days":3}]',
        MINDBODY_TIME_ZONES: '[{"site_id":10001,"zone":"Europe/London"}]',
      },
    )
    expect(config).toMatchObject({
      api_key: '12345',
      site_ids: [10_001, 10_002],
      credentials: { type: 'staff_user', username: 'owner', password: '0123' },
      page_size: 50,
      lookback_days: [{ stream: 'sales', days: 3 }],
      time_zones: [{ site_id: 10_001, zone: 'Europe/London' }],
    })
  })

  test('lies over the file, nested keys one by one; the file is left as it was', () => {
    const file = structuredClone(good)
    const config = parseConfig(file, { MINDBODY_CREDENTIALS_PASSWORD: 'from-env', MINDBODY_SITE_IDS: '[7]' })
    expect(config.credentials).toEqual({ ...good.credentials, password: 'from-env' })
    expect(config.site_ids).toEqual([7])
    expect(file).toEqual(good)
  })

  test('a whole object may be given, and a part of it laid over, in whatever order', () => {
    const credentials = JSON.stringify({ type: 'staff_user', username: 'a', password: 'b' })
    for (const env of [
      { MINDBODY_CREDENTIALS: credentials, MINDBODY_CREDENTIALS_PASSWORD: 'c' },
      { MINDBODY_CREDENTIALS_PASSWORD: 'c', MINDBODY_CREDENTIALS: credentials },
    ]) {
      expect(parseConfig(good, env).credentials).toEqual({ type: 'staff_user', username: 'a', password: 'c' })
    }
  })

  test("empty variables and other people's say nothing", () => {
    expect(parseConfig(good, { MINDBODY_API_KEY: '', API_KEY: 'x', MINDBODY_HOME: '/x' })).toEqual(
      parseConfig(good),
    )
  })

  test.each([
    ['MINDBODY_SITE_IDS', '10001,canary', 'site_ids.1'],
    ['MINDBODY_PAGE_SIZE', 'canary', 'page_size'],
    ['MINDBODY_LOOKBACK_DAYS', '[{"canary', 'lookback_days'],
    ['MINDBODY_CREDENTIALS', 'canary', 'credentials'],
  ])('%s=%s is refused by its key', (name, text, key) => {
    const problem = problemOf(() => parseConfig(good, { [name]: text }))
    expect(problem.message).toContain(`The key "${key}" `)
    expect(problem.message + problem.remedy).not.toContain('canary')
  })
})

describe('files', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'config-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const fileOf = async (text: string): Promise<string> => {
    const path = join(folder, 'config.txt')
    await writeFile(path, text)
    return path
  }

  test('neither a file nor a variable: said as such', async () => {
    await expect(loadConfig(undefined, { MINDBODY_HOME: '/x' })).rejects.toThrow(
      'No configuration was given.',
    )
  })

  test('JSON of any file name, with or without a byte order mark', async () => {
    const path = await fileOf(`\uFEFF${JSON.stringify(good)}`)
    expect((await loadConfig(path, {})).config).toEqual(parseConfig(good))
    await expect(loadConfig(undefined, { MINDBODY_HOME: '/x' })).rejects.toThrow(
      'No configuration was given.',
    )
    expect((await loadConfig(path, {})).warning).toBeUndefined()
  })

  test.each([
    ['cut off', '{"api_key": "canary-key", '],
    ['with a comma too many', '{"api_key": "canary-key",}'],
    ['empty', ''],
  ])('a file that is %s is unreadable, and not quoted', async (_name, text) => {
    const path = await fileOf(text)
    const error = await loadConfig(path, {}).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'CONFIG_UNREADABLE', exitCode: 3 })
    // The parser's own message quotes the text around the fault.
    expect((error as Problem).cause).toBeUndefined()
    expect((error as Problem).message).toContain(`${path} is not valid JSON`)
    expect((error as Problem).message).not.toContain('canary')
  })

  test('a file that is not there, or is a folder', async () => {
    await expect(readJsonFile(join(folder, 'nowhere.json'), 'state')).rejects.toThrow(
      /The state file .*nowhere\.json is not usable\. There is no such file\./,
    )
    await expect(readJsonFile(folder, 'configuration')).rejects.toThrow('could not be read (EISDIR)')
  })

  test('keys that mean nothing are told, with what may have been meant', async () => {
    const path = await fileOf(
      JSON.stringify({
        ...good,
        page_sise: 100,
        colour: 'red',
        credentials: { ...good.credentials, pasword: 'x' },
      }),
    )
    const { warning } = await loadConfig(path, { MINDBODY_CALL_PRISE: '1', MINDBODY_HOME: '/x' })
    expect(warning).toBe(
      'These keys of the configuration mean nothing here: page_sise (did you mean page_size?), colour, ' +
        'credentials.pasword (did you mean credentials.password?), MINDBODY_CALL_PRISE (did you mean MINDBODY_CALL_PRICE?).',
    )
  })
})

test('secrets of a configuration are known, those in header lines included', () => {
  const config = parseConfig({ ...good, extra_headers: 'X-One: canary-1\nX-Two: canary-2' })
  expect(secretsOf(config)).toEqual(
    expect.arrayContaining(['canary-key', 'canary-password', 'canary-1', 'canary-2']),
  )
})
