// Memberships: contracts signed at the desk, charged every month, sometimes declined, sometimes ended.
import { addDays, addMonths, instantOf, localDayOf } from './calendar.ts'
import { nextId, touch, type Client, type HeldContract, type Step, type Studio } from './life.ts'
import { methods, type Method } from './plan-shared.ts'
import type { ContractPlan, ServicePlan } from './plan.ts'
import { createRandom, type Random } from './random.ts'
import { amountsOf, ring } from './till.ts'

export const serviceOfContract = (studio: Studio, contract: Pick<HeldContract, 'plan'>): ServicePlan => {
  const plan = studio.plan.services.find(({ productId }) => productId === contract.plan.serviceId)
  if (plan === undefined) throw new RangeError(`contract ${contract.plan.id} sells an unknown service`)
  return plan
}

const charge = (studio: Studio, contract: HeldContract, at: number): void => {
  ring(studio, {
    client: contract.client,
    at,
    locationId: contract.client.homeLocationId,
    lines: [
      {
        item: serviceOfContract(studio, contract),
        unitCents: contract.plan.cents,
        contractId: contract.plan.id,
      },
    ],
    tenders: [{ method: contract.method }],
  })
  contract.paid += 1
  contract.declinedSince = undefined
  const over = contract.plan.months !== undefined && contract.paid >= contract.plan.months
  contract.nextDay = over ? undefined : addMonths(contract.agreedDay, contract.paid + contract.skipped)
  if (over) contract.status = 'Inactive'
}

/** What one charge of a contract comes to, its tax told apart. */
export const chargeOf = (
  studio: Studio,
  contract: Pick<HeldContract, 'plan' | 'client'>,
): { readonly totalCents: number; readonly taxCents: number } => {
  const item = serviceOfContract(studio, contract)
  return amountsOf(studio, { item, unitCents: contract.plan.cents }, contract.client.homeLocationId)
}

interface Signing {
  readonly client: Client
  readonly plan: ContractPlan
  readonly method: Method
  readonly at: number
}

/** Signs one contract; its first month is paid on the spot. */
export const sign = (studio: Studio, { client, plan, method, at }: Signing): HeldContract => {
  const contract: HeldContract = {
    id: nextId(studio, 'contract'),
    client,
    plan,
    agreedDay: localDayOf(at, studio.plan.zone),
    method,
    paid: 0,
    nextDay: undefined,
    status: 'Active',
    terminationDay: undefined,
    declinedSince: undefined,
    cardFails: false,
    skipped: 0,
    renewedBy: undefined,
  }
  studio.contracts.push(contract)
  charge(studio, contract, at)
  return contract
}

/** Signs a client up, for a second contract as well where one goes with it; the first month is paid on the spot. */
export const signContract = (studio: Studio, random: Random, client: Client, at: number): void => {
  const plan = studio.plan.contracts[random.chance(0.7) ? 0 : 1]
  if (plan === undefined) return
  const method = random.chance(0.25) ? methods.ach : methods.visa
  const beside = studio.plan.contracts.find(({ id }) => id === plan.besideId)
  for (const signed of beside === undefined ? [plan] : [plan, beside])
    sign(studio, { client, plan: signed, method, at })
}

/** True while a client's contract still charges. */
export const isMember = (studio: Studio, client: Client): boolean =>
  studio.contracts.some((contract) => contract.client === client && contract.nextDay !== undefined)

/** Days after which a studio gives up on a card. */
const triesDays = 45

/** A charge the bank refused; it is tried again in three days. */
const refuse = (studio: Studio, contract: HeldContract, day: string, at: number): void => {
  const { client, method } = contract
  studio.transactions.push({
    id: nextId(studio, 'transaction'),
    saleId: 0,
    clientId: client.id,
    cents: chargeOf(studio, contract).totalCents,
    method,
    at,
    locationId: client.homeLocationId,
    settled: false,
    status: 'Declined',
  })
  client.status = 'Declined'
  contract.declinedSince ??= day
  const next = addDays(day, 3)
  const isOver = next > addDays(contract.declinedSince, triesDays)
  contract.nextDay = isOver ? undefined : next
  if (isOver) contract.status = 'Inactive'
  touch(client, at)
}

/** Autopays due in the step, at three in the morning of their day. Who has stopped coming often quits now. */
export const runAutopays = (studio: Studio, step: Step): void => {
  const random = createRandom(studio.seed, studio.plan.siteId, 'autopays', step.nth)
  for (const contract of studio.contracts) {
    if (contract.nextDay === undefined) continue
    const at = instantOf(`${contract.nextDay}T03:00:00`, studio.plan.zone)
    if (at > step.to || at <= step.from) continue
    const { client } = contract
    if (client.engagedUntil < at && random.chance(0.4)) {
      contract.terminationDay = contract.nextDay
      contract.nextDay = undefined
      contract.status = 'Inactive'
      client.status = 'Terminated'
      touch(client, at)
    } else if (random.chance(0.03) || contract.cardFails) {
      refuse(studio, contract, contract.nextDay, at)
    } else {
      charge(studio, contract, at)
    }
  }
}
