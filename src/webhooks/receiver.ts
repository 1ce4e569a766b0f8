// The receiver's life: keys, inbox and both ports opened together, and closed in the order that loses nothing.
import { setTimeout as sleep } from 'node:timers/promises'
import { conditionOf } from './condition.ts'
import { gaugesOf, subscriptionGauges } from './gauges.ts'
import { limits as ownLimits } from './limits.ts'
import type { Limits } from './limits.ts'
import { listen } from './listen.ts'
import type { Listening, ListenOptions } from './listen.ts'
import { createMetrics } from './metrics.ts'
import type { Gauge } from './metrics.ts'
import { openOps } from './ops-server.ts'
import type { OpsOptions } from './ops-server.ts'
import { receive } from './receive.ts'
import { openParts } from './receiver-parts.ts'
import type { Parts, PartsOptions } from './receiver-parts.ts'
import { respond } from './respond.ts'

export interface ReceiverOptions extends PartsOptions {
  readonly host: string
  /** 0 = any free one. */
  readonly port: number
  readonly opsPort: number
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

/**
 * Opens the receiver and its second port; both answer when it resolves.
 * @throws Problem USAGE when a port cannot be had, CONFIG_INVALID for a proxy that is no address.
 */
export const openReceiver = async (options: ReceiverOptions): Promise<Receiver> => {
  const limits: Limits = { ...ownLimits, ...options.limits }
  const parts = await openParts(options, limits)
  const metrics = createMetrics()
  const opened: Listening[] = []
  let isClosing = false

  const closeAll = async (): Promise<void> => {
    isClosing = true
    const [front, ops] = opened
    await front?.close()
    // Nobody waits for an answer any more: a database that hangs is not waited for without end.
    await Promise.race([parts.close(), sleep(limits.shutdownMs, undefined, { ref: false })])
    await ops?.close()
  }
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => (closing ??= closeAll())

  const handle: ListenOptions['handle'] = async (request, response, goOn) => {
    const startedMs = performance.now()
    const answer = await receive(parts.receiving, request, goOn)
    metrics.count(answer.result)
    if (answer.result === 'accepted' || answer.result === 'repeat') {
      metrics.acknowledged((performance.now() - startedMs) / 1_000)
    }
    await respond(request, response, answer, { lingerMs: limits.lingerMs, isClosing })
  }
  const onBug = (error: unknown): void => {
    const stack = error instanceof Error ? error.stack : String(error)
    options.log.error({ stack }, 'A request failed on our side.')
  }

  try {
    const front = await listen({
      host: options.host,
      port: options.port,
      flag: '--port',
      limits,
      handle,
      onMalformed: () => metrics.count('malformed'),
      onCrowded: () => metrics.count('crowded'),
      onBug,
    })
    opened.push(front)
    const ops = await openOps({ port: options.opsPort, metrics, ...watched(options, parts, front), onBug })
    opened.push(ops)
    const keys = parts.receiving.keyring.keys.length
    return { url: front.url, opsUrl: ops.url, keys, close, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

/** What the second port tells, read when it is asked. */
const watched = (
  { control, home, now, gauges }: ReceiverOptions,
  { commit, receiving, lastEventAt }: Parts,
  front: Listening,
): Pick<OpsOptions, 'condition' | 'gauges'> => ({
  condition: () => conditionOf({ control, home, now, health: () => commit.health }),
  gauges: async (condition) => {
    const own = {
      connections: await front.connections(),
      heldBytes: receiving.room.heldBytes,
      keys: receiving.keyring.keys.length,
      lastEventAt: lastEventAt(),
    }
    return [
      ...gaugesOf(condition, own, now()),
      // Without its database the rest is still told.
      ...(condition.waiting === undefined ? [] : await subscriptionGauges(control)),
      ...(gauges?.() ?? []),
    ]
  },
})
