// Wrong signatures by address: who sends many is told to stop, in bounded memory, and Mindbody is never among them.
export interface BadSignatures {
  /** Seconds until the address counts as new again; undefined for one that may go on. */
  limitedForSeconds(address: string): number | undefined
  /** Counts a wrong signature, and tells whether this one is worth a line in the log. */
  wrong(address: string): 'first' | 'counted' | 'now_limited'
  /** A right signature: the address is not limited for the next 24 hours, whatever else comes from it. */
  right(address: string): void
}

interface Spell {
  count: number
  readonly untilMs: number
}

const spellMs = 60_000
const allowedPerSpell = 20
const trustedMs = 24 * 3_600_000
/** Lines of the log about all of them together: a flood from many addresses is not to fill the disk. */
const linesPerSpell = 30
/** Addresses kept of each kind, at least the newest so many and at most twice that. */
const addressesKept = 5_000

interface NewestOf<T> {
  get(address: string): T | undefined
  set(address: string, value: T): void
  delete(address: string): void
}

/**
 * Remembers the newest addresses in two generations: an attacker with many addresses forgets its own first, and forgetting costs
 * nothing. (Taking the oldest out of one map one by one does: its holes are walked over each time.)
 */
const createNewest = <T>(): NewestOf<T> => {
  let young = new Map<string, T>()
  let old = new Map<string, T>()
  return {
    get: (address) => young.get(address) ?? old.get(address),
    set: (address, value) => {
      if (young.size >= addressesKept) {
        old = young
        young = new Map()
      }
      young.set(address, value)
    },
    delete: (address) => {
      young.delete(address)
      old.delete(address)
    },
  }
}

/** @param nowMs any clock that does not run backwards */
export const createBadSignatures = (nowMs: () => number): BadSignatures => {
  const spells = createNewest<Spell>()
  const trustedUntilMs = createNewest<number>()

  let lines: Spell = { count: 0, untilMs: -Infinity }
  const worthALine = (): boolean => {
    if (lines.untilMs <= nowMs()) lines = { count: 0, untilMs: nowMs() + spellMs }
    lines.count += 1
    return lines.count <= linesPerSpell
  }

  const isTrusted = (address: string): boolean => (trustedUntilMs.get(address) ?? -Infinity) > nowMs()
  const running = (address: string): Spell | undefined => {
    const spell = spells.get(address)
    return spell === undefined || spell.untilMs <= nowMs() ? undefined : spell
  }

  return {
    limitedForSeconds: (address) => {
      const spell = running(address)
      if (spell === undefined || spell.count < allowedPerSpell || isTrusted(address)) return undefined
      return Math.max(1, Math.ceil((spell.untilMs - nowMs()) / 1_000))
    },
    wrong: (address) => {
      const spell = running(address)
      if (spell === undefined) {
        spells.set(address, { count: 1, untilMs: nowMs() + spellMs })
        return worthALine() ? 'first' : 'counted'
      }
      spell.count += 1
      const isNewlyLimited = spell.count === allowedPerSpell && !isTrusted(address)
      return isNewlyLimited && worthALine() ? 'now_limited' : 'counted'
    },
    right: (address) => {
      spells.delete(address)
      trustedUntilMs.set(address, nowMs() + trustedMs)
    },
  }
}
