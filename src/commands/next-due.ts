// When a stream is read again, in words and as a time, from its card and where it stands.
import type { MirrorEntry } from '../control/mirror.ts'
import type { Stream } from '../source/stream.ts'

export interface NextDue {
  /** UTC; null where it is not a matter of hours. */
  readonly at: string | null
  readonly words: string
}

/** What the next sync will make of a stream. */
export const nextDue = (stream: Stream, entry: MirrorEntry): NextDue => {
  const { lastSyncedAt, status, waiting = 0 } = entry
  if (waiting > 0) {
    const parents = stream.parent?.stream ?? 'parents'
    return { at: null, words: `next sync: ${waiting.toLocaleString('en-US')} ${parents} wait` }
  }
  if (entry.cursor === undefined) return { at: null, words: 'next sync: from the start' }
  if (status !== 'complete' || lastSyncedAt === undefined)
    return { at: null, words: 'next sync: not complete' }
  if (stream.freshHours > 0) {
    const at = new Date(lastSyncedAt.getTime() + stream.freshHours * 3_600_000).toISOString()
    return { at, words: `fresh until ${at.slice(0, 16)}Z` }
  }
  const isDaily = stream.incremental.kind === 'snapshot' || stream.parent?.due === 'daily'
  return { at: null, words: isDaily ? 'first sync of the next local day' : 'every sync' }
}
