// A test of one quirk: the sandbox behaves so, the test states what the source does, and the quirk must have shown itself.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stringifyJson } from '../../src/core/json.ts'
import { quirks } from '../../src/sandbox/quirks.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'
import { owner } from '../source/harness.ts'
import { catalogFor, readAll } from '../source/reading.ts'
import type { Reading } from '../source/reading.ts'

type Row = Readonly<Record<string, unknown>>
type ReadOptions = NonNullable<Parameters<typeof readAll>[2]>

export interface Read extends Reading {
  /** Calls the reading made, token calls included. */
  readonly calls: readonly {
    readonly path: string
    readonly query: URLSearchParams
    readonly status: number
  }[]
}

export interface Studio {
  readonly sandbox: Sandbox
  /** Reads streams of site 10001 with a staff user; incremental unless the catalog says otherwise. */
  read(streams: readonly string[], options?: ReadOptions): Promise<Read>
  /** Asks the API itself, as the staff user of site 10001. */
  ask(path: string): Promise<{ readonly status: number; readonly body: Row }>
  /** All there is of a stream at site 10001. */
  truth(stream: string): readonly Row[]
  /** The API is mended: the quirk, which must have shown itself before, is switched off. */
  mend(): void
}

let shared: Sandbox

/** Opens the sandbox that the quirks of a file share. */
export const openStudio = (): void => {
  beforeAll(async () => {
    shared = await startSandbox()
  })
  afterAll(() => shared.close())
}

const studioOf = (sandbox: Sandbox, mend: () => void): Studio => ({
  sandbox,
  mend,
  truth: (stream) => recordsOf(sandbox.business, stream, 10_001),
  read: async (streams, options = {}) => {
    const before = sandbox.calls.length
    const config = { site_ids: [10_001], start_date: '2026-05-01', ...options.config }
    const reading = await readAll(sandbox.url, catalogFor(streams), { ...options, config })
    const calls = sandbox.calls
      .slice(before)
      .map(({ path, query, status }) => ({ path, status, query: new URLSearchParams(query) }))
    return { ...reading, calls }
  },
  ask: async (path) => {
    const headers = { 'Api-Key': 'demo-key', SiteId: '10001' }
    const body = JSON.stringify({ Username: owner.username, Password: owner.password })
    const issued = await fetch(`${sandbox.url}/usertoken/issue`, { method: 'POST', headers, body })
    const { AccessToken } = (await issued.json()) as { AccessToken: string }
    const response = await fetch(`${sandbox.url}${path}`, {
      headers: { ...headers, Authorization: AccessToken },
    })
    return { status: response.status, body: (await response.json()) as Row }
  },
})

/** A test of the quirk of this name. It fails where it asserts nothing, or where a switch did not show itself. */
export const quirk = (name: string, body: (studio: Studio) => Promise<void>, own = false): void => {
  const described = quirks.find((one) => one.name === name)
  test(`${name}: ${described?.must ?? 'unknown'}`, async () => {
    expect.hasAssertions()
    if (described === undefined) throw new RangeError(`no quirk ${name}`)
    const sandbox = own ? await startSandbox() : shared
    let isMet = described.kind !== 'switch'
    const mend = (): void => {
      if (described.kind === 'switch') isMet = sandbox.quirksMet(described.name) > 0
      sandbox.setQuirks([])
    }
    try {
      if (described.kind === 'switch') sandbox.setQuirks([described.name])
      await body(studioOf(sandbox, mend))
      if (!isMet) mend()
      if (!isMet) throw new Error(`the quirk ${name} did not show itself`)
    } finally {
      sandbox.setQuirks([])
      if (own) await sandbox.close()
    }
  })
}

/** Values of a field as texts, sorted: what two readings are compared by. */
export const valuesOf = (rows: readonly Row[], field: string): readonly string[] =>
  rows.map((row) => String(row[field])).toSorted()

/** Records as texts without what the source adds or leaves out, by a key. */
export const byKey = (rows: readonly Row[], key: string, field: string): ReadonlyMap<string, string> =>
  new Map(rows.map((row) => [String(row[key]), stringifyJson(row[field] ?? null)]))
