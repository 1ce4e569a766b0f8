// Works through a lazy list with a few workers, pulling an item only when a worker is free.

/** Runs `work` over the items, `workers` at a time, in order of arrival. The first failure ends it, after the work under way. */
export const forEachConcurrently = async <Item>(
  items: AsyncIterable<Item>,
  workers: number,
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> => {
  const iterator = items[Symbol.asyncIterator]()
  let index = 0
  const failure = new AbortController()
  const run = async (): Promise<void> => {
    try {
      while (!failure.signal.aborted) {
        const next = await iterator.next()
        if (next.done === true) return
        const own = index
        index += 1
        await work(next.value, own)
      }
    } catch (error) {
      failure.abort()
      throw error
    }
  }
  const results = await Promise.allSettled(Array.from({ length: workers }, run))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/** Tells how far a list is done without a gap, when its items are finished in any order. */
export const createFrontier = <Item>(): {
  start(index: number, item: Item): void
  /** Gives the last item of the gapless part, if this call made it longer. */
  finish(index: number): Item | undefined
} => {
  const open = new Map<number, { item: Item; isDone: boolean }>()
  let next = 0
  return {
    start: (index, item) => void open.set(index, { item, isDone: false }),
    finish: (index) => {
      const entry = open.get(index)
      if (entry !== undefined) entry.isDone = true
      let last: Item | undefined
      for (let head = open.get(next); head?.isDone === true; head = open.get(next)) {
        last = head.item
        open.delete(next)
        next += 1
      }
      return last
    },
  }
}
