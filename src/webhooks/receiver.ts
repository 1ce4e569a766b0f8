// The receiver's life: keys, inbox and both ports opened together, and closed in the order that loses nothing.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { WebhooksConfig } from '../core/config.ts'
import type { Log } from '../core/log.ts'
import type { Control } from '../control/database.ts'
import { storeDeliveries } from '../control/inbox.ts'
import { addPath, noteHead } from '../control/webhook-paths.ts'
import { createBadSignatures } from './bad-signatures.ts'
import { proxyList } from './client-address.ts'
import { conditionOf } from './condition.ts'
import { gaugesOf, subscriptionGauges } from './gauges.ts'
import { createGroupCommit } from './group-commit.ts'
import type { WriteHealth } from './group-commit.ts'
import { openKeyring } from './keyring.ts'
import { limits as ownLimits } from './limits.ts'
import type { Limits } from './limits.ts'
import { listen } from './listen.ts'
import { createMetrics } from './metrics.ts'
import type { Gauge } from './metrics.ts'
import { openOps } from './ops-server.ts'
import { receive } from './receive.ts'
import type { ReceiveParts } from './receive.ts'
import { respond } from './respond.ts'
import { createRoom } from './room.ts'
import { openWriteProbe } from './write-probe.ts'

export interface ReceiverOptions {
  readonly control: Control
  readonly home: string
  readonly webhooks: Pick<WebhooksConfig, 'path' | 'signature_keys' | 'trusted_proxies'>
  readonly host: string
  /** 0 = any free one. */
  readonly port: number
  readonly opsPort: number
  readonly log: Log
  readonly now: () => Date
  /** Told of every signature key, so that no log can show it. */
  readonly onKey: (key: string) => void
  /** Told after each write of the inbox that brought something new: how many events. */
  readonly onReceived?: (events: number) => void
  /** Numbers of others that belong into /metrics and onto the page, such as the last `webhooks apply`. */
  readonly gauges?: () => readonly Gauge[]
  readonly limits?: Partial<Limits>
}

export interface Receiver {
  /** Scheme, address and port; the path is configured, or a subscription's own. */
  readonly url: string
  readonly opsUrl: string
  /** Keys that may sign now. */
  readonly keys: number
  /** Takes nothing more, answers what is under way, and waits for the disk. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

const headNotedEveryMs = 10_000

/** Notes looks of Mindbody's (or anybody's) in the background: an answer does not depend on it. */
const headNoter = ({ control, log, now }: ReceiverOptions) => {
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

const partsOf = async (options: ReceiverOptions, limits: Limits) => {
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
    writeNothing: () => addPath(control, { path: webhooks.path, at: now() }),
    now,
    retryWriteMs: limits.retryWriteMs,
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
  return { commit, keyring, heads, receiving, lastEventAt: () => lastEventAt }
}

/**
 * Opens the receiver and its second port; both answer when it resolves.
 * @throws Problem USAGE when a port cannot be had, CONFIG_INVALID for a proxy that is no address.
 */
export const openReceiver = async (options: ReceiverOptions): Promise<Receiver> => {
  const { control, home, log, now } = options
  const limits: Limits = { ...ownLimits, ...options.limits }
  const { commit, keyring, heads, receiving, lastEventAt } = await partsOf(options, limits)
  const metrics = createMetrics()
  let isClosing = false
  const onBug = (error: unknown): void =>
    log.error(
      { stack: error instanceof Error ? error.stack : String(error) },
      'A request failed on our side.',
    )

  const handle = async (
    request: IncomingMessage,
    response: ServerResponse,
    goOn: () => void,
  ): Promise<void> => {
    const startedMs = performance.now()
    const answer = await receive(receiving, request, goOn)
    metrics.count(answer.result)
    if (answer.result === 'accepted' || answer.result === 'repeat') {
      metrics.acknowledged((performance.now() - startedMs) / 1_000)
    }
    await respond(request, response, answer, { lingerMs: limits.lingerMs, isClosing })
  }

  const front = await listen({
    host: options.host,
    port: options.port,
    flag: '--port',
    limits,
    handle,
    onMalformed: () => metrics.count('malformed'),
    onBug,
  }).catch(async (error: unknown) => {
    await keyring.close()
    throw error
  })
  const condition = () => conditionOf({ control, home, now, health: () => commit.health })
  const ops = await openOps({
    port: options.opsPort,
    metrics,
    condition,
    gauges: async (found) => [
      ...gaugesOf(
        found,
        {
          connections: await front.connections(),
          heldBytes: receiving.room.heldBytes,
          keys: keyring.keys.length,
          lastEventAt: lastEventAt(),
        },
        now(),
      ),
      // Without its database the rest is still told.
      ...(found.counts === undefined ? [] : await subscriptionGauges(control)),
      ...(options.gauges?.() ?? []),
    ],
    onBug,
  }).catch(async (error: unknown) => {
    await front.close()
    await keyring.close()
    throw error
  })
  const probe = openWriteProbe(commit, () => now().getTime())

  let closing: Promise<void> | undefined
  const closeAll = async (): Promise<void> => {
    isClosing = true
    await front.close()
    await commit.settled()
    await probe.close()
    await heads.settled()
    await keyring.close()
    await ops.close()
  }
  const close = (): Promise<void> => (closing ??= closeAll())
  return {
    url: front.url,
    opsUrl: ops.url,
    keys: keyring.keys.length,
    close,
    [Symbol.asyncDispose]: close,
  }
}
