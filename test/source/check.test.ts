// `check` against the simulated studio: what is proved, what is named, and that nothing secret is said.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { check } from '../../src/source/check.ts'
import type { CheckConfig, CheckResult } from '../../src/source/check.ts'
import { owner, testClient } from './harness.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())

const checkWith = async (
  options: Parameters<typeof testClient>[1] = {},
  config: Partial<CheckConfig> = {},
  url = sandbox.url,
): Promise<CheckResult> => {
  const { client, close } = await testClient(url, { limits: { tries: 2 }, ...options })
  try {
    const merged = { site_ids: [10001, 10002], time_zones: [], ...config }
    return await check(merged, client, new AbortController().signal)
  } finally {
    await close()
  }
}

test('a staff user who may see all succeeds without a word', async () => {
  const before = sandbox.calls.length
  const result = await checkWith()
  expect(result).toMatchObject({ status: 'SUCCEEDED', message: undefined, problem: undefined })
  expect(result.findings).toHaveLength(8)
  expect(sandbox.calls.length - before).toBe(12)
})

test('with the API key alone what will be missing is named', async () => {
  const { status, message } = await checkWith({ staffUser: undefined }, { site_ids: [10001] })
  expect(status).toBe('SUCCEEDED')
  expect(message).toMatch(/no client is visible/)
  expect(message).toMatch(/only names and pictures of staff/)
  expect(message).toMatch(/capacities and bookings of classes are hidden/)
})

test.each([
  ['a wrong key', { apiKey: 'wrong-key-12' }, {}, 'CREDENTIALS_REFUSED'],
  ['a wrong password', { staffUser: { ...owner, password: 'wrong-word-12' } }, {}, 'CREDENTIALS_REFUSED'],
  ['a wrong site', {}, { site_ids: [777] }, 'SITE_NOT_ACTIVATED'],
])('%s fails with what to do', async (_, options, config, code) => {
  const { status, message, problem } = await checkWith(options, config)
  expect([status, problem?.code]).toEqual(['FAILED', code])
  expect(message).not.toMatch(/wrong-key-12|wrong-word-12|demo-key|demo-password/)
})

test('a server that is not there fails as unavailable', async () => {
  const { problem } = await checkWith({}, {}, 'http://127.0.0.1:9')
  expect(problem?.code).toBe('MINDBODY_UNAVAILABLE')
})
