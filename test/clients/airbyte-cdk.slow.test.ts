// The standard tests of airbyte-cdk, the successor of Airbyte's connector acceptance tests, over our executable.
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { catalogOf } from '../../src/source/catalog.ts'
import { defaultStreams } from '../../src/source/stream.ts'
import { streams } from '../../streams/index.ts'
import { openLane, sayLeftOut } from './lane.ts'
import type { Lane } from './lane.ts'
import { pythonEnv } from './python-env.ts'

let lane: Lane

beforeAll(async () => {
  lane = await openLane('2026-05-01')
})
afterAll(() => lane.close())

/** Default streams of which the simulated studio has no row at this site, by name and reason. */
const emptyStreams: readonly { readonly name: string; readonly bypass_reason: string }[] = []

const acceptance = {
  connector_image: 'source-mindbody:dev',
  acceptance_tests: {
    spec: { tests: [{ config_path: 'config.json' }] },
    connection: {
      tests: [
        { config_path: 'config.json', status: 'succeed' },
        { config_path: 'bad.json', status: 'failed' },
      ],
    },
    discovery: { tests: [{ config_path: 'config.json' }] },
    basic_read: {
      tests: [
        {
          // Scenarios of one config are one: `spec` would be handed the catalog.
          config_path: 'read.json',
          configured_catalog_path: 'catalog.json',
          empty_streams: emptyStreams,
        },
      ],
    },
  },
}

test('every standard test passes', async ({ skip }) => {
  const env = await pythonEnv('airbyte-cdk')
  if ('missing' in env) {
    sayLeftOut('airbyte-cdk', env.missing)
    return skip()
  }
  const root = join(lane.folder, 'connector')
  await mkdir(root)
  await cp(join(import.meta.dirname, 'airbyte-cdk'), root, { recursive: true })
  const names = new Set(defaultStreams(streams).map(({ name }) => name))
  const configured = catalogOf(streams)
    .streams.filter(({ name }) => names.has(name))
    .map((stream) => ({
      stream,
      sync_mode: stream.supported_sync_modes.at(-1),
      destination_sync_mode: 'append',
    }))
  const files = {
    'acceptance-test-config.yml': stringify(acceptance),
    'metadata.yaml': stringify({ data: { name: 'Mindbody', dockerRepository: 'source-mindbody' } }),
    'config.json': JSON.stringify(lane.config),
    'read.json': JSON.stringify(lane.config),
    'bad.json': JSON.stringify({ ...lane.config, api_key: 'wrong-key-1' }),
    'catalog.json': JSON.stringify({ streams: configured }),
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text)

  const warnings = 'error::airbyte_cdk.test.standard_tests.DiscoveredCatalogWarning'
  const args = ['-m', 'pytest', '-q', '-m', 'not image_tests', '-W', warnings, '-p', 'no:cacheprovider', root]
  const ended = await execa(env.python, args, {
    cwd: root,
    env: { SOURCE_EXECUTABLE: lane.executable, CONNECTOR_ROOT: root, DO_NOT_TRACK: '1' },
    all: true,
    reject: false,
  })
  const summary = ended.all.slice(-12000)
  expect(ended.exitCode, summary).toBe(0)
  const passed = Number(/(\d+) passed/.exec(summary)?.[1] ?? 0)
  expect(passed, summary).toBeGreaterThanOrEqual(6)
})
