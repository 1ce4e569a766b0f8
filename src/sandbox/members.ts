// What only livelier memberships see: contracts that go on, freeze, overlap, lose their card; members who return; files made one.
import { addDays, dayMs, localDayOf, addMonths } from './calendar.ts'
import { within } from './desk-money.ts'
import { touch, type Client, type HeldContract, type Step, type Studio } from './life.ts'
import { isMember, sign } from './memberships.ts'
import { makeOne } from './merges.ts'
import { methods } from './plan-shared.ts'
import { createRandom, type Random } from './random.ts'
import { buyOption } from './shop.ts'

interface Day {
  readonly studio: Studio
  readonly step: Step
  readonly random: Random
  readonly today: string
}

const endOf = ({ plan, agreedDay }: HeldContract): string | undefined =>
  plan.months === undefined ? undefined : addMonths(agreedDay, plan.months)

const running = ({ studio }: Day): readonly HeldContract[] =>
  studio.contracts.filter(({ nextDay, status }) => nextDay !== undefined && status === 'Active')

/** Signs anew, if the client is still around. */
const signAgain = ({ studio, step, random }: Day, client: Client, old: HeldContract): HeldContract => {
  const at = within(step, random)
  const plan = random.chance(0.8) ? old.plan : random.pick(studio.plan.contracts)
  client.engagedUntil = Math.max(client.engagedUntil, step.to + random.int(20, 150) * dayMs)
  return sign(studio, { client, plan, method: methods.visa, at })
}

/** Contracts whose term is over: some go on by themselves, some are signed anew days or weeks later, at the edges of a week too. */
const renew = (day: Day): void => {
  const { studio, random, today } = day
  for (const old of studio.contracts.slice()) {
    const end = endOf(old)
    if (end === undefined || old.terminationDay !== undefined || old.renewedBy !== undefined) continue
    if (end > today || end < addDays(today, -20) || isMember(studio, old.client)) continue
    if (end === today && random.chance(0.35)) old.renewedBy = signAgain(day, old.client, old).id
    else if ([addDays(end, 7), addDays(end, 8)].includes(today) && random.chance(0.4))
      signAgain(day, old.client, old)
    else if (random.chance(0.03)) signAgain(day, old.client, old)
  }
}

/** Two weeks to four months without charges; the contract goes on from the next day it would have been charged. */
const freeze = (day: Day): void => {
  const { random, today, step } = day
  const fitting = running(day).filter(
    ({ client, plan, declinedSince }) =>
      client.suspended === undefined && plan.months === undefined && declinedSince === undefined,
  )
  if (fitting.length === 0) return
  const contract = random.pick(fitting)
  const { client } = contract
  client.suspended = {
    from: addDays(today, 1),
    until: addDays(today, random.pick([14, 30, 45, 89, 90, 91, 120])),
  }
  contract.status = 'Suspended'
  while ((contract.nextDay ?? '9999') <= client.suspended.until) {
    contract.skipped += 1
    contract.nextDay = addMonths(contract.agreedDay, contract.paid + contract.skipped)
  }
  touch(client, step.to)
}

const thaw = ({ studio, today, step }: Day): void => {
  for (const contract of studio.contracts) {
    const { client, status } = contract
    if (status !== 'Suspended' || (client.suspended?.until ?? '') > today) continue
    contract.status = 'Active'
    touch(client, step.to)
  }
}

const killCard = (day: Day): void => {
  const fitting = running(day).filter(({ cardFails }) => !cardFails)
  if (fitting.length > 0) day.random.pick(fitting).cardFails = true
}

/** A second contract beside the first, of a kind the client has none of: by kind and amount one can tell whose a charge was. */
const signBeside = (day: Day): void => {
  const { studio, random, step } = day
  const fitting = running(day)
  if (fitting.length === 0) return
  const { client } = random.pick(fitting)
  const own = studio.contracts.filter((held) => held.client === client && held.nextDay !== undefined)
  const others = studio.plan.contracts.filter(({ id }) => own.every(({ plan }) => plan.id !== id))
  if (others.length === 0) return
  sign(studio, { client, plan: random.pick(others), method: methods.ach, at: within(step, random) })
}

/** Whoever left some weeks ago comes back. */
const rejoin = (day: Day): void => {
  const { studio, random, today } = day
  const left = studio.contracts.filter(
    ({ terminationDay, client }) =>
      terminationDay !== undefined &&
      terminationDay > addDays(today, -80) &&
      terminationDay < today &&
      client.active &&
      !isMember(studio, client),
  )
  if (left.length === 0) return
  const old = random.pick(left)
  signAgain(day, old.client, old)
}

/** A membership sold over the desk for a month, without a contract. */
const sellMonth = ({ studio, step, random }: Day): void => {
  const item = studio.plan.services.find(({ membershipId }) => membershipId !== undefined)
  const client = random.pick(studio.clients)
  if (item !== undefined && client.active) buyOption(studio, random, client, item, within(step, random))
}

/** Two files of one name are made one; whoever was kept once may be the other's next time. */
const mergeFiles = ({ studio, step, random }: Day): void => {
  const gone = new Set(studio.merges.map(({ removed }) => removed))
  const pairs = studio.clients.flatMap((one, index) =>
    studio.clients
      .slice(0, index)
      .filter((other) => other.first === one.first && other.last === one.last)
      .filter((other) => !gone.has(one) && !gone.has(other))
      .map((other) => [one, other] as const),
  )
  if (pairs.length === 0) return
  const pair = random.pick(pairs)
  const [removed, kept] = random.chance(0.7) ? pair : [pair[1], pair[0]]
  removed.engagedUntil = Math.min(removed.engagedUntil, step.from)
  makeOne(studio, { removed, kept, at: within(step, random) })
}

/** What happens to memberships in a day, on a stream of randomness of its own. */
export const liveAsMembers = (studio: Studio, step: Step): void => {
  const random = createRandom(studio.seed, studio.plan.siteId, 'members', step.nth)
  const day = { studio, step, random, today: localDayOf(step.to, studio.plan.zone) }
  thaw(day)
  renew(day)
  if (random.chance(0.1)) freeze(day)
  if (random.chance(0.05)) killCard(day)
  if (random.chance(0.05)) signBeside(day)
  if (random.chance(0.12)) rejoin(day)
  if (random.chance(0.06)) sellMonth(day)
  if (random.chance(0.08)) mergeFiles(day)
}
