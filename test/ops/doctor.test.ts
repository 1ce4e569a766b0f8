// The doctor on healthy and on sick machines: every trouble is a finding with a remedy, and none hides the next.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Problem } from '../../src/core/errors.ts'
import { doctor } from '../../src/ops/doctor.ts'
import type { DoctorInput, Finding } from '../../src/ops/doctor.ts'
import type { Answer } from '../../src/ops/doctor-looks.ts'
import { makeReportHome } from './report-fixture.ts'

let home: string
let healthy: DoctorInput
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'doctor-'))
  const requirements = join(home, 'requirements.txt')
  await writeFile(requirements, 'dbt-core==1.11.0\nduckdb==1.5.5 \\\n    --hash=sha256:00\n')
  healthy = {
    home,
    requirements,
    nodeVersion: '20.19.0',
    now: new Date('2026-07-01T13:00:00Z'),
    probes: {
      python: async () => '3.11.2',
      dbtDuckdb: async () => '1.5.5',
      config: async () => 'mindbody.json',
      source: async () => '2 sites, staff user',
    },
  }
})
afterEach(() => rm(home, { recursive: true, force: true }))

const named = (findings: readonly Finding[], name: string): Finding | undefined =>
  findings.find((finding) => finding.name === name)

test('a healthy machine without marts: all is well, and it says what to run', async () => {
  const findings = await doctor(healthy)
  expect(findings.map(({ name }) => name)).toEqual([
    'node',
    'python',
    'duckdb',
    'home',
    'disk',
    'private',
    'marts',
    'config',
    'mindbody',
  ])
  expect(findings.filter(({ ok }) => ok === false)).toEqual([])
  expect(named(findings, 'marts')).toMatchObject({ ok: 'warn', remedy: expect.stringContaining('run') })
})

test('webhooks are looked at where the configuration speaks of them', async () => {
  const looked = async (webhooks: () => Promise<Answer | undefined>): Promise<Finding | undefined> =>
    named(await doctor({ ...healthy, probes: { ...healthy.probes, webhooks } }), 'webhooks')
  expect(await looked(async () => undefined)).toBeUndefined()
  expect(await looked(async () => ({ ok: 'warn', detail: 'none yet' }))).toMatchObject({ ok: 'warn' })
  const lost = new Problem('WEBHOOKS_NOT_LIVE', { what: 'Not live.' })
  expect(await looked(() => Promise.reject(lost))).toMatchObject({ ok: false, detail: 'Not live.' })
})

test('everything wrong at once is told one by one, each with its remedy', async () => {
  await writeFile(join(home, 'control.db'), '')
  await chmod(join(home, 'control.db'), 0o644)
  const findings = await doctor({
    ...healthy,
    nodeVersion: '18.20.0',
    marts: join(home, 'requirements.txt'),
    probes: {
      python: () => Promise.reject(new Problem('PYTHON_MISSING', { what: 'There is no python3.' })),
      dbtDuckdb: async () => '2.0.0',
      config: () => Promise.reject(new Problem('CONFIG_INVALID', { what: 'api_key is missing.' })),
      source: () =>
        Promise.reject(new Problem('CREDENTIALS_REFUSED', { what: 'Mindbody refused the API key.' })),
    },
  })
  const sick = findings.filter(({ ok }) => ok === false)
  expect(sick.map(({ name }) => name)).toEqual([
    'node',
    'python',
    'duckdb',
    'private',
    'marts',
    'config',
    'mindbody',
  ])
  for (const { remedy } of sick) expect(remedy).toBeTruthy()
  expect(named(findings, 'duckdb')?.detail).toContain('2.0.0')
  expect(named(findings, 'private')?.remedy).toContain('chmod 600')
})

test('a home that is not there yet will be made; without a config nobody asks Mindbody', async () => {
  const { python, dbtDuckdb } = healthy.probes
  const findings = await doctor({ ...healthy, home: join(home, 'a', 'b'), probes: { python, dbtDuckdb } })
  expect(named(findings, 'home')).toMatchObject({ ok: true, detail: expect.stringContaining('first run') })
  expect(named(findings, 'mindbody')).toBeUndefined()
})

test('dbt’s environment not built yet is no error', async () => {
  const findings = await doctor({
    ...healthy,
    probes: { ...healthy.probes, dbtDuckdb: async () => undefined },
  })
  expect(named(findings, 'duckdb')).toMatchObject({
    ok: 'warn',
    detail: expect.stringContaining('not built yet'),
  })
})

test('marts tell their age and what is behind', async () => {
  const place = await makeReportHome()
  try {
    const findings = await doctor({ ...healthy, marts: place.marts })
    expect(named(findings, 'marts')).toMatchObject({
      ok: 'warn',
      detail: 'Built 2026-07-01T12:01:00Z, 1 hour ago; 1 not fresh',
    })
  } finally {
    await place.remove()
  }
})
