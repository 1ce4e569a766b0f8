// Leases: one holder, named to the second, recovered when dead.
import { spawnSync } from 'node:child_process'
import { hostname } from 'node:os'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { takeLease } from '../../src/control/leases.ts'
import type { MakeControl, TempControl } from './temp.ts'

/** On the engine that `makeControl` stands for. */
export const leasesSuite = (makeControl: MakeControl): void => {
  let temp: TempControl
  beforeEach(async () => {
    temp = await makeControl()
  })
  afterEach(() => temp.dispose())

  test('a second run is refused and told who holds the home', async () => {
    const lease = await takeLease(temp.control)
    const second = takeLease(temp.control)
    await expect(second).rejects.toMatchObject({ code: 'HOME_LOCKED', exitCode: 8 })
    await expect(second).rejects.toThrow(new RegExp(`process ${process.pid} on ${hostname()}, since 20`))
    await lease.release()
    const third = await takeLease(temp.control)
    await third.release()
  })

  test('a waiting run gets the lease when it is released', async () => {
    const lease = await takeLease(temp.control)
    const waiting = takeLease(temp.control, { waitMs: 5_000 })
    setTimeout(() => void lease.release(), 100)
    await (await waiting).release()
  })

  test('a holder whose process is gone is taken over', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    await takeLease(temp.control, { pid })
    const lease = await takeLease(temp.control)
    await lease.release()
  })

  test('a holder on another host is taken over only when its heartbeat is older than 90 s', async () => {
    const at = (seconds: number) => () => new Date(Date.UTC(2026, 6, 1) + seconds * 1000)
    await takeLease(temp.control, { host: 'elsewhere', clock: at(0) })
    await expect(takeLease(temp.control, { clock: at(89) })).rejects.toThrow(/on elsewhere/)
    const lease = await takeLease(temp.control, { clock: at(91) })
    await lease.release()
  })

  test('an aborted wait ends at once', async () => {
    const lease = await takeLease(temp.control)
    const stop = new AbortController()
    const waiting = takeLease(temp.control, { waitMs: 60_000, signal: stop.signal })
    stop.abort(new Error('stopped'))
    await expect(waiting).rejects.toThrow()
    await lease.release()
  })
}
