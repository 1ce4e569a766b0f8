// Something looked at from time to time, beside everything else: one look after the other, and a failure told once.

export interface LooksOptions {
  readonly look: () => Promise<void>
  readonly everyMs: number
  /** Told of the first failure, and again only after a look that went well: the next look comes anyway. */
  readonly onFailure: (error: unknown) => void
}

export interface Looks {
  /** Does not wait for a look under way: whatever hangs there holds up no end, and what comes of it is told to nobody. */
  close(): void
}

/** Looks at once, and every `everyMs` from then on; a look that takes longer has no second one beside it. */
export const openLooks = ({ look, everyMs, onFailure }: LooksOptions): Looks => {
  let isLooking = false
  let isWell = true
  let isClosed = false

  const lookOnce = async (): Promise<void> => {
    if (isLooking) return
    isLooking = true
    try {
      await look()
      isWell = true
    } catch (error) {
      if (isWell && !isClosed) onFailure(error)
      isWell = false
    } finally {
      isLooking = false
    }
  }

  void lookOnce()
  const timer = setInterval(() => void lookOnce(), everyMs)
  timer.unref()
  return {
    close: () => {
      isClosed = true
      clearInterval(timer)
    },
  }
}
