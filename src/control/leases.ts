// Leases: one writer per home, with a heartbeat, so that a dead holder does not block the next run.
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { Problem } from '../core/errors.ts'
import type { Control } from './database.ts'
import type { LeasesTable } from './schema.ts'

const heartbeatMs = 15_000
/** Six missed beats: longer than any pause of a healthy process. */
const staleMs = 90_000
const pollMs = 200

export interface Lease {
  /** Aborts when another process took the lease over (this one was stopped for longer than the heartbeat allows). */
  readonly lost: AbortSignal
  release(): Promise<void>
}

export interface LeaseOptions {
  /** What is held; one home has one `home` lease. */
  readonly name?: string
  /** How long to wait for another holder. */
  readonly waitMs?: number
  readonly signal?: AbortSignal
  readonly clock?: () => Date
  readonly pid?: number
  readonly host?: string
}

/**
 * Takes the lease of a home, waiting up to `waitMs`. A holder is dead when its process is gone on this host, or when its
 * heartbeat is older than 90 s; then the lease is taken over.
 * @throws Problem HOME_LOCKED naming the holder's process, host and start.
 */
export const takeLease = async (control: Control, options: LeaseOptions = {}): Promise<Lease> => {
  const { name = 'home', waitMs = 0, clock = () => new Date(), signal } = options
  const own = {
    name,
    holder: randomUUID(),
    pid: options.pid ?? process.pid,
    host: options.host ?? hostname(),
  }
  const deadline = Date.now() + waitMs
  for (;;) {
    signal?.throwIfAborted()
    if (await tryTake(control, own, clock())) return keep(control, own, clock)
    const other = await control.db
      .selectFrom('leases')
      .selectAll()
      .where('name', '=', name)
      .executeTakeFirst()
    if (other === undefined) continue
    if (isGone(other, own.host) && (await tryTake(control, own, clock(), other.holder))) {
      return keep(control, own, clock)
    }
    if (Date.now() >= deadline) throw locked(other)
    await sleep(Math.min(pollMs, Math.max(1, deadline - Date.now())), undefined, signal && { signal })
  }
}

type Holder = Pick<LeasesTable, 'name' | 'holder' | 'pid' | 'host'>

/** One statement: the lease is free, stale, or held by the dead holder named. */
const tryTake = async ({ db }: Control, own: Holder, now: Date, dead = ''): Promise<boolean> => {
  const since = now.toISOString()
  const stale = new Date(now.getTime() - staleMs).toISOString()
  const { rows } = await sql`
    insert into leases (name, holder, pid, host, since, heartbeat_at)
    values (${own.name}, ${own.holder}, ${own.pid}, ${own.host}, ${since}, ${since})
    on conflict (name) do update set
      holder = excluded.holder, pid = excluded.pid, host = excluded.host,
      since = excluded.since, heartbeat_at = excluded.heartbeat_at
    where leases.heartbeat_at < ${stale} or leases.holder = ${dead}
    returning holder`.execute(db)
  return rows.length === 1
}

const isGone = (other: LeasesTable, host: string): boolean => {
  if (other.host !== host) return false
  try {
    process.kill(other.pid, 0)
    return false
  } catch (error) {
    // EPERM: alive, but another user's.
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

const locked = (other: LeasesTable): Problem =>
  new Problem('HOME_LOCKED', {
    what: `Another ${other.name === 'home' ? 'run holds this home' : `\`webhooks ${other.name}\` is under way`}: process ${other.pid} on ${other.host}, since ${other.since}.`,
  })

const keep = (control: Control, own: Holder, clock: () => Date): Lease => {
  const lost = new AbortController()
  const beat = async (): Promise<void> => {
    const result = await control.db
      .updateTable('leases')
      .set({ heartbeat_at: clock().toISOString() })
      .where('name', '=', own.name)
      .where('holder', '=', own.holder)
      .executeTakeFirst()
    if (result.numUpdatedRows === 0n) {
      lost.abort(
        new Problem('HOME_LOCKED', { what: 'Another run took this home over while this one stood still.' }),
      )
    }
  }
  const timer = setInterval(() => {
    beat().catch((error: unknown) => lost.abort(error))
  }, heartbeatMs)
  timer.unref()
  return {
    lost: lost.signal,
    release: async () => {
      clearInterval(timer)
      await control.db
        .deleteFrom('leases')
        .where('name', '=', own.name)
        .where('holder', '=', own.holder)
        .execute()
    },
  }
}
