// A process that uses a control database as told, and says on stdout what it got: the many hands of `processes.slow.test.ts`.
import { randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { openControl } from '../../src/control/database.ts'
import { receivedRows, storeDeliveries } from '../../src/control/inbox.ts'
import { markApplied } from '../../src/control/inbox-settle.ts'
import { takeLease } from '../../src/control/leases.ts'
import { createLedger } from '../../src/control/ledger.ts'
import { toProblem } from '../../src/core/errors.ts'
import { deliveryOf } from './deliveries.ts'

const [, , task = '', path = '', ...numbers] = process.argv
const [first = 0, second = 0] = numbers.map(Number)

/** Written at once: a line that was said is not lost to a kill. */
const say = (line: string): void => void writeSync(1, `${line}\n`)

/** Tries to reserve `attempts` calls of one site and day; says each id that was granted. */
const reserve = async (budget: number, attempts: number): Promise<void> => {
  await using control = await openControl(path)
  const ledger = createLedger(control, { runId: `run-${process.pid}`, dailyBudget: budget })
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const id = randomUUID()
    const call = { id, siteId: 10001, endpoint: '/sale/sales', stream: 'sales', localDay: '2026-07-01' }
    try {
      await ledger.reserve(call)
      say(id)
      await ledger.finish(id, 200)
    } catch (error) {
      if (toProblem(error).code !== 'BUDGET_SPENT') throw error
    }
    // A call takes its time; without a breath the first process would spend everything alone.
    await sleep(2)
  }
  await ledger.flush()
}

/** Takes the lease and keeps it until it is lost or killed. */
const hold = async (waitMs: number): Promise<void> => {
  const control = await openControl(path)
  const lease = await takeLease(control, { waitMs })
  say('held')
  const alive = setInterval(() => undefined, 60_000)
  lease.lost.addEventListener('abort', () => {
    say(`lost: ${toProblem(lease.lost.reason).message}`)
    clearInterval(alive)
  })
}

/** Takes and gives back the lease several times; a file says whether somebody else is inside as well. */
const takeTurns = async (turns: number): Promise<void> => {
  await using control = await openControl(path)
  for (let turn = 0; turn < turns; turn += 1) {
    const lease = await takeLease(control, { waitMs: 120_000 })
    const inside = await open(`${path}.inside`, 'wx')
    await sleep(5)
    await inside.close()
    await rm(`${path}.inside`)
    say('turn')
    await lease.release()
    await sleep(1)
  }
}

/** Stores the same bodies as every other process, in groups of five, in an order of its own; says how many were new. */
const deliver = async (bodies: number): Promise<void> => {
  await using control = await openControl(path)
  const at = process.pid % bodies
  const order = Array.from({ length: bodies }, (_, nth) => (nth * 7 + at) % bodies)
  let fresh = 0
  for (let nth = 0; nth < bodies; nth += 5) {
    const group = order.slice(nth, nth + 5).map((body) => deliveryOf(`event ${body}`, `/hooks/${body % 2}`))
    fresh += (await storeDeliveries(control, group)).filter((found) => found === 'new').length
  }
  say(String(fresh))
}

/** Settles what waits until that many rows are settled. */
const settle = async (rows: number): Promise<void> => {
  await using control = await openControl(path)
  let settled = 0
  while (settled < rows) {
    const waiting = await receivedRows(control, { limit: 20, maxBytes: 10_000 })
    await markApplied(control, 'run-1', new Date(), waiting)
    settled += waiting.length
  }
  say(String(settled))
}

try {
  if (task === 'deliver') await deliver(first)
  if (task === 'settle') await settle(first)
  if (task === 'reserve') await reserve(first, second)
  if (task === 'hold') await hold(first)
  if (task === 'turns') await takeTurns(first)
} catch (error) {
  const problem = toProblem(error)
  say(`${problem.code}: ${problem.message}`)
  process.exitCode = problem.exitCode
}
