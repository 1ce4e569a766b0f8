// What the doctor asks of webhooks: that a subscription delivers, where the configuration means to have one.
import { randomUUID } from 'node:crypto'
import { openControl } from '../control/database.ts'
import { pathsKnown } from '../control/webhook-paths.ts'
import type { Config } from '../core/config.ts'
import { Problem } from '../core/errors.ts'
import { good } from '../ops/doctor-looks.ts'
import type { Answer } from '../ops/doctor-looks.ts'
import { liveOf } from '../webhooks/going-live.ts'
import { assertHome } from './known-home.ts'
import type { Context } from './session.ts'
import { deskFor } from './webhooks-desk.ts'

/**
 * Asks Mindbody. Wrong is one that was live and is no longer; not being live yet is only told. Undefined where the configuration
 * does not speak of webhooks, or cannot be read, which is a finding of its own.
 */
export const askWebhooks = async (
  context: Context,
  load: () => Promise<Config>,
  { home, target }: { readonly home: string; readonly target: string },
): Promise<Answer | undefined> => {
  const config = await load().catch(() => undefined)
  if (config?.webhooks === undefined) return undefined
  const begin = 'Run `serve`, `webhooks create` and `webhooks activate`.'
  try {
    await assertHome(home, context.terminal.env)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { ok: 'warn', detail: 'No subscription was made yet.', remedy: begin }
  }
  await using control = await openControl(target)
  const desk = deskFor(context, config, { control, runId: randomUUID(), signal: context.signal })
  await using _push = desk.push
  const wasLive = (await pathsKnown(control)).some(({ first_event_at: at }) => at !== null)
  try {
    const { subscriptionId, firstEventAt } = await liveOf(desk)
    return good(`${subscriptionId} is Active and delivers since ${firstEventAt}`)
  } catch (error) {
    if (wasLive || !(error instanceof Problem) || error.code !== 'WEBHOOKS_NOT_LIVE') throw error
    return { ok: 'warn', detail: error.why ?? error.what, remedy: begin }
  }
}
