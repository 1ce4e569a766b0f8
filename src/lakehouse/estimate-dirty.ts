// What dirty marks will cost: the calls that the next run makes for them before everything else.
import type { Site } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
import type { StreamEstimate } from './estimate.ts'
import { readDirty } from './dirty-marks.ts'
import type { DirtyKey } from './dirty-marks.ts'
import type { Warehouse } from './warehouse.ts'

/** A stretch of days, or a small list: a page, and another that says it was the last. */
const callsOfReading = 2

/** Estimates the pull of what is marked; streams and sites without marks are left out. */
export const estimateDirty = async (
  warehouse: Warehouse,
  streams: readonly Stream[],
  sites: readonly Site[],
): Promise<readonly StreamEstimate[]> => {
  const estimates: StreamEstimate[] = []
  for (const { siteId } of sites) {
    const marks = await readDirty(warehouse, siteId)
    for (const stream of streams) {
      const own = marks.filter((mark) => mark.stream === stream.name)
      // Of a stream that was never read the first pass brings all of it.
      if (own.length === 0 || (await warehouse.cursorOf(stream, siteId)) === undefined) continue
      const why = `${own.length.toLocaleString('en-US')} told of by events`
      estimates.push({ stream: stream.name, siteId, calls: callsFor(stream, own), why, known: true })
    }
  }
  return estimates
}

const callsFor = ({ byKey, parent }: Stream, marks: readonly DirtyKey[]): number => {
  const single = marks.filter(({ ask }) => ['key', 'alias', 'parent'].includes(ask)).length
  const readings = new Set(
    marks.map(({ ask }) => ask).filter((ask) => ['whole', 'days', 'since'].includes(ask)),
  )
  const batch = parent?.batch ?? byKey?.batch
  if (batch === undefined) return callsOfReading
  return Math.ceil(single / batch) + readings.size * callsOfReading
}
