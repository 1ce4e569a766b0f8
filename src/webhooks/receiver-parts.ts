// What the receiver is made of: keys, inbox, room and counters, put together around one control database.
import type { WebhooksConfig } from '../core/config.ts'
import type { Log } from '../core/log.ts'
import type { Control } from '../control/database.ts'
import { engineOf } from '../control/engine.ts'
import { storeDeliveries } from '../control/inbox.ts'
import { addPath, noteHead } from '../control/webhook-paths.ts'
import { createBadSignatures } from './bad-signatures.ts'
import { proxyList } from './client-address.ts'
import { createGroupCommit } from './group-commit.ts'
import type { GroupCommit, WriteHealth } from './group-commit.ts'
import { openKeyring } from './keyring.ts'
import type { Limits } from './limits.ts'
import type { ReceiveParts } from './receive.ts'
import { createRoom } from './room.ts'
import { takeRoom } from './take-room.ts'
import { openWriteProbe } from './write-probe.ts'

/** What the receiver is made of besides its ports. */
export interface PartsOptions {
  readonly control: Control
  readonly home: string
  readonly webhooks: Pick<WebhooksConfig, 'path' | 'signature_keys' | 'trusted_proxies'>
  readonly log: Log
  readonly now: () => Date
  /** Told of every signature key, so that no log can show it. */
  readonly onKey: (key: string) => void
  /** Told after each write of the inbox that brought something new: how many events. */
  readonly onReceived?: (events: number) => void
}

export interface Parts {
  readonly receiving: ReceiveParts
  readonly commit: GroupCommit
  /** When this process last took an event. */
  readonly lastEventAt: () => Date | undefined
  /** Resolves when nothing is written or read any more. */
  close(): Promise<void>
}

const headNotedEveryMs = 10_000

/** Notes looks of Mindbody's (or anybody's) in the background: an answer does not depend on it. */
const headNoter = ({ control, log, now }: PartsOptions) => {
  const notedAtMs = new Map<string, number>()
  const pending = new Set<Promise<void>>()
  return {
    note: (path: string): void => {
      const at = now()
      if (at.getTime() - (notedAtMs.get(path) ?? -Infinity) < headNotedEveryMs) return
      notedAtMs.set(path, at.getTime())
      const noting = noteHead(control, path, at)
        .catch((error: unknown) => {
          notedAtMs.delete(path)
          log.warn({ error: wordsOf(error) }, 'A look at the path could not be noted.')
        })
        .finally(() => pending.delete(noting))
      pending.add(noting)
    },
    settled: () => Promise.all(pending),
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const tellHealth =
  (log: Log) =>
  ({ isOk, error }: WriteHealth): void => {
    if (isOk) log.info('The inbox can be written again: events are taken.')
    else
      log.error(
        { error: wordsOf(error) },
        'The inbox cannot be written: events get 503, Mindbody sends them again.',
      )
  }

/**
 * Opens them; keys and paths are known when it resolves.
 * @throws Problem CONFIG_INVALID for a proxy that is no address; what the control database throws.
 */
export const openParts = async (options: PartsOptions, limits: Limits): Promise<Parts> => {
  const { control, webhooks, log, now } = options
  const proxies = proxyList(webhooks.trusted_proxies)
  let lastEventAt: Date | undefined
  const commit = createGroupCommit({
    write: async (deliveries) => {
      const stored = await storeDeliveries(control, deliveries)
      lastEventAt = now()
      const fresh = stored.filter((result) => result === 'new').length
      if (fresh > 0) options.onReceived?.(fresh)
      return stored
    },
    writeNothing: async () => {
      if (!commit.health.isOk && engineOf(control.db) === 'sqlite') await takeRoom(options.home)
      await addPath(control, { path: webhooks.path, at: now() })
    },
    now,
    retryWriteMs: limits.retryWriteMs,
    storeMs: limits.storeMs,
    onHealth: tellHealth(log),
  })
  const keyring = await openKeyring({
    control,
    path: webhooks.path,
    signatureKeys: webhooks.signature_keys,
    now,
    onKey: options.onKey,
    onFailure: (error) => log.warn({ error: wordsOf(error) }, 'Keys and paths could not be read again.'),
  })
  const heads = headNoter(options)
  const receiving: ReceiveParts = {
    keyring,
    room: createRoom(limits.heldBytes),
    limits,
    badSignatures: createBadSignatures(() => now().getTime()),
    proxies,
    now,
    // Why it failed is told once, by the change of health, and not with each event.
    store: (delivery) => commit.store(delivery).catch(() => undefined),
    onHead: heads.note,
    onWrongSignature: (address, turn) =>
      log.warn(
        { address },
        turn === 'first'
          ? 'A signature is wrong.'
          : 'Wrong signatures: this address is limited for a minute.',
      ),
  }
  const probe = openWriteProbe(commit, () => now().getTime(), limits.probeMs)
  return {
    receiving,
    commit,
    lastEventAt: () => lastEventAt,
    close: async () => {
      await Promise.all([commit.settled(), probe.close(), heads.settled(), keyring.close()])
    },
  }
}
