// A simulated site as tests of its endpoints need it: askers with and without rights, the truth, records in comparable form.
import { textOf } from '../../src/sandbox/answers.ts'
import type { Studio } from '../../src/sandbox/life.ts'
import { shelfOf } from '../../src/sandbox/shelf.ts'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'
import { askerOf, at, type Asker, type Body, type Reply } from './asking.ts'

export const siteId = 10_001

/** Dates before and after everything. */
export const wide = [
  ['request.startDate', '2000-01-01T00:00:00'],
  ['request.endDate', '2030-01-01T00:00:00'],
] as const

export interface OpenSite {
  readonly sandbox: Sandbox
  readonly staff: Asker
  readonly nobody: Asker
  studio(): Studio
  truth(stream: string): readonly Body[]
}

export const openSite = async (): Promise<OpenSite> => {
  const sandbox = await startSandbox()
  return {
    sandbox,
    staff: await askerOf(sandbox, siteId),
    nobody: await askerOf(sandbox, siteId, false),
    studio: () => {
      const shelf = shelfOf(sandbox.business, siteId)
      if (shelf === undefined) throw new Error('the simulated site is gone')
      return shelf.studio
    },
    truth: (stream) => recordsOf(sandbox.business, stream, siteId),
  }
}

export const chunks = <T>(list: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, nth) => list.slice(nth * size, (nth + 1) * size))

/** Each record as JSON without what the source adds, in order of the text. */
export const sorted = (records: readonly Body[], ...added: readonly string[]): readonly string[] =>
  records
    .map((record) => Object.fromEntries(Object.entries(record).filter(([name]) => !added.includes(name))))
    .map((record) => JSON.stringify(JSON.parse(textOf(record))))
    .sort()

export const listOf = (reply: Reply, key: string): readonly Body[] => at(reply.body, key) as readonly Body[]

export const codeOf = (reply: Reply): unknown => at(reply.body, 'Error.Code')
