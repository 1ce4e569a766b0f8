// Dead letters: deliveries that were answered with 2xx and are no events of ours; looked at, and tried again.
import type { Control } from '../control/database.ts'
import { deadRows, inboxRow, replay } from '../control/inbox-settle.ts'
import type { DeadFilter } from '../control/inbox-settle.ts'
import type { InboxEntry, ReceivedRow } from '../control/inbox-shape.ts'
import { Problem } from '../core/errors.ts'
import { sha256Of } from '../lakehouse/durable.ts'
import { judge } from './judge.ts'

/** What would become of a dead letter if it were tried now. */
export interface Prospect {
  readonly id: string
  readonly event_id: string | null
  /** Why it is dead now. */
  readonly reason: string | null
  /** `applied`, or the reason why it would be dead again. */
  readonly outcome: string
  readonly detail: string | null
}

/**
 * The ids of dead letters that begin as given.
 * @throws Problem USAGE for a beginning that no dead letter has, or several.
 */
export const deadIds = async (control: Control, given: readonly string[]): Promise<readonly string[]> => {
  const ids: string[] = []
  for (const beginning of given) {
    const row = await inboxRow(control, beginning.toLowerCase())
    if (row?.state === 'dead') {
      ids.push(row.id)
      continue
    }
    throw new Problem('USAGE', {
      what: `There is no dead letter ${beginning}.`,
      ...(row === undefined ? {} : { why: `That delivery is ${row.state}.` }),
      remedy: 'See `dlq list`.',
    })
  }
  return ids
}

/** A delivery with its body, which is what it was when it came. */
export interface Shown {
  readonly entry: InboxEntry
  /** Null once its retention is over. */
  readonly body: Uint8Array | null
}

/**
 * One delivery, dead or not. Its id is the hash of its bytes, so what is shown is held against it.
 * @throws Problem USAGE where there is none; HOME_UNUSABLE where the bytes are not those that came.
 */
export const showDelivery = async (control: Control, idOrBeginning: string): Promise<Shown> => {
  const row = await inboxRow(control, idOrBeginning.toLowerCase())
  if (row === undefined) {
    throw new Problem('USAGE', {
      what: `There is no delivery ${idOrBeginning} in the inbox.`,
      remedy: 'See `dlq list`.',
    })
  }
  const { body, ...entry } = row
  if (body !== null && sha256Of(body) !== entry.id) {
    throw new Problem('HOME_UNUSABLE', {
      what: `The body kept for ${entry.id} is not the one that came: it hashes to ${sha256Of(body)}.`,
      remedy: 'Somebody has changed the control database, or its disk fails; restore it from a backup.',
    })
  }
  return { entry, body }
}

/** Bodies are read one by one and judged a few at a time: dead letters may be large and many. */
const judgedAtOnce = 100

/** What would become of dead letters now. @param siteIds sites of this home. */
export const prospectsOf = async (
  control: Control,
  filter: DeadFilter,
  siteIds: ReadonlySet<number>,
): Promise<readonly Prospect[]> => {
  const entries = await deadRows(control, filter)
  const prospects: Prospect[] = []
  for (let start = 0; start < entries.length; start += judgedAtOnce) {
    const own = entries.slice(start, start + judgedAtOnce)
    const rows = (await Promise.all(own.map(({ id }) => inboxRow(control, id)))).flatMap(receivedAgain)
    const { dead } = await judge(control, rows, siteIds)
    const again = new Map(dead.map((letter) => [letter.id, letter]))
    const readable = new Set(rows.map(({ id }) => id))
    for (const { id, event_id: eventId, reason } of own) {
      const letter = again.get(id)
      const outcome = readable.has(id) ? (letter?.reason ?? 'applied') : 'body gone'
      prospects.push({
        id,
        event_id: letter?.eventId ?? eventId,
        reason,
        outcome,
        detail: letter?.detail ?? null,
      })
    }
  }
  return prospects
}

const receivedAgain = (row: Awaited<ReturnType<typeof inboxRow>>): readonly ReceivedRow[] => {
  if (row === undefined || row.body === null) return []
  const { seq, id, path, key_id: keyId, deliveries, replays, body } = row
  return [{ seq, id, path, keyId, deliveries, replays, body, receivedAt: new Date(row.received_at) }]
}

/** Puts dead letters back among what waits: the next drain tries them again. @returns how many. */
export const replayDead = async (control: Control, filter: DeadFilter): Promise<number> => {
  const entries = await deadRows(control, filter)
  return replay(
    control,
    entries.map(({ id }) => id),
  )
}
