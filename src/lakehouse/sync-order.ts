// The order in which the streams of a sync are read: parents before their children, and under a budget the dear ones last.
import pLimit from 'p-limit'
import type { Site } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
import type { Passes } from './sync-pass.ts'

/** Streams read side by side; the client bounds the calls. */
const passesAtOnce = 4

/**
 * In the order of the streams, a few side by side. Under a budget the streams that cost a call per client come after all
 * others and one after the other: each takes its share of what then is left.
 */
export const runAll = async (
  passes: Passes,
  streams: readonly Stream[],
  sites: readonly Site[],
  hasBudget: boolean,
): Promise<void> => {
  const dear = hasBudget ? streams.filter(isPerClient) : []
  const others = streams.filter((stream) => !dear.includes(stream))
  const limit = pLimit(passesAtOnce)
  const ended = new Map<string, Promise<void>>()
  for (const stream of others) {
    for (const site of sites) {
      const needs = needsOf(stream, streams).map((name) => ended.get(`${name} ${site.siteId}`))
      const pass = Promise.all(needs).then(() => limit(() => passes.run(stream, site)))
      ended.set(`${stream.name} ${site.siteId}`, pass)
    }
  }
  await Promise.all(ended.values())
  await Promise.all(
    sites.map(async (site) => {
      for (const stream of dear) await passes.run(stream, site)
    }),
  )
}

const isPerClient = ({ parent }: Stream): boolean => parent?.stream === 'clients' && parent.batch === 1

/** What must be read before a stream: its parents, and whatever names the parents that are due. */
const needsOf = ({ parent }: Stream, streams: readonly Stream[]): string[] => {
  if (parent === undefined) return []
  const names = [parent.stream, ...(parent.seenIn ?? []).map(({ stream }) => stream)]
  return streams.map(({ name }) => name).filter((name) => names.includes(name))
}
