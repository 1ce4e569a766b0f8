// Whether the inbox can be written, found out without an event: so that red is red before Mindbody meets it, and green by itself.
import type { GroupCommit } from './group-commit.ts'

const whileWellMs = 15_000

export interface WriteProbe {
  close(): Promise<void>
}

/** Probes every `failingMs` while writes fail, and every 15 s without any write while they do not. */
export const openWriteProbe = (commit: GroupCommit, nowMs: () => number, failingMs: number): WriteProbe => {
  let probing: Promise<void> | undefined
  const look = (): void => {
    const quietMs = nowMs() - commit.triedAt.getTime()
    if (probing !== undefined || quietMs < (commit.health.isOk ? whileWellMs : failingMs)) return
    probing = commit.probe().finally(() => {
      probing = undefined
    })
  }
  const timer = setInterval(look, failingMs / 4)
  timer.unref()
  return {
    close: async () => {
      clearInterval(timer)
      await probing
    },
  }
}
