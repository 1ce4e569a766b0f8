// What was asked of Mindbody so far, per stream and site.

export interface Counts {
  /** Adds a call; token calls and checks have no stream. */
  add(stream: string | undefined, siteId: number, bytes: number): void
  /** The sum over what is named: a stream of a site, a stream, or everything. */
  of(stream?: string, siteId?: number): { readonly calls: number; readonly bytes: number }
}

export const createCounts = (): Counts => {
  const counted = new Map<string, { stream: string; siteId: number; calls: number; bytes: number }>()
  return {
    add: (stream = '', siteId, bytes) => {
      const key = `${stream} ${siteId}`
      const entry = counted.get(key) ?? { stream, siteId, calls: 0, bytes: 0 }
      counted.set(key, { ...entry, calls: entry.calls + 1, bytes: entry.bytes + bytes })
    },
    of: (stream, siteId) => {
      let calls = 0
      let bytes = 0
      for (const entry of counted.values()) {
        if (stream !== undefined && entry.stream !== stream) continue
        if (siteId !== undefined && entry.siteId !== siteId) continue
        calls += entry.calls
        bytes += entry.bytes
      }
      return { calls, bytes }
    },
  }
}
