// The paths and keys the receiver goes by, read again from the control database while it runs.
import type { Control } from '../control/database.ts'
import { activeKeys, keyIdOf } from '../control/webhook-keys.ts'
import { addPath, pathsKnown } from '../control/webhook-paths.ts'
import type { SignatureKey } from './signature.ts'

export interface Keyring {
  isPath(path: string): boolean
  readonly keys: readonly SignatureKey[]
  /** Reads paths and keys again: at once, or not at all when that was done in the last second. True when it was done. */
  readAgain(): Promise<boolean>
  close(): Promise<void>
}

export interface KeyringOptions {
  readonly control: Control
  /** The configured path, and the keys of subscriptions made elsewhere. */
  readonly path: string
  readonly signatureKeys: readonly string[]
  readonly now: () => Date
  /** Told of every key that becomes known, so that no log can show it. */
  readonly onKey: (key: string) => void
  /** Told when the database cannot be read; what was known stays in force. */
  readonly onFailure: (error: unknown) => void
}

/** So soon is a key or path in force that another process has stored, even if nobody asks for it. */
const everyMs = 3_000
/** Strangers who guess paths or signatures cause at most one reading in this time. */
const leastMs = 1_000

/**
 * Opens the keyring: paths and keys are known when it resolves.
 * @throws what the control database throws when it cannot be read at first.
 */
export const openKeyring = async (options: KeyringOptions): Promise<Keyring> => {
  const { control, now, onKey, onFailure } = options
  const configured = options.signatureKeys.map((key) => ({ keyId: keyIdOf(key), key }))
  let paths: ReadonlySet<string> = new Set()
  let keys: readonly SignatureKey[] = []
  let readAtMs = -Infinity
  let reading: Promise<void> | undefined

  const read = async (): Promise<void> => {
    const known = await pathsKnown(control)
    const active = await activeKeys(control)
    paths = new Set([options.path, ...known.map(({ path }) => path)])
    const byId = new Map([...configured, ...active].map(({ keyId, key }) => [keyId, key]))
    keys = [...byId].map(([keyId, key]) => ({ keyId, key }))
    for (const { key } of keys) onKey(key)
  }

  /** One reading at a time, however many ask. */
  const readOnce = (): Promise<void> => {
    readAtMs = now().getTime()
    reading ??= read()
      .catch(onFailure)
      .finally(() => {
        reading = undefined
      })
    return reading
  }

  await addPath(control, { path: options.path, at: now() })
  await read()
  readAtMs = now().getTime()
  const timer = setInterval(() => void readOnce(), everyMs)
  timer.unref()

  return {
    isPath: (path) => paths.has(path),
    get keys() {
      return keys
    },
    readAgain: async () => {
      if (reading === undefined && now().getTime() - readAtMs < leastMs) return false
      await (reading ?? readOnce())
      return true
    },
    close: async () => {
      clearInterval(timer)
      await reading
    },
  }
}
