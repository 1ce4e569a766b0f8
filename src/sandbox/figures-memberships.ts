// Memberships as they were lived: who held what from when to when, why it ended, and what went on from what.
import { addDays, addMonths } from './calendar.ts'
import { daysBetween } from './figures-people.ts'
import type { People, Person } from './figures-people.ts'
import type { Client, Held, Studio } from './life.ts'
import { serviceOfContract } from './memberships.ts'

export type EndReason = 'terminated' | 'returned' | 'declined' | 'expired' | 'renewed'

/** A contract, or a membership sold over the desk, begun by the last day told. */
export interface Membership {
  readonly key: string
  readonly person: Person
  readonly client: Client
  readonly kind: number
  readonly programId: number
  readonly startedOn: string
  /** First day after the term; null where it is open. */
  readonly endsOn: string | null
  readonly terminatedOn: string | null
  readonly dunningSince: string | null
  /** The day somebody put an end to it, and how. */
  readonly closed: { readonly on: string; readonly reason: EndReason } | null
  /** The contract the studio's own system let it go on as. */
  readonly renewedBy: string | null
}

/** A membership with the end that counts. */
export interface Term extends Membership {
  /** First day without it; null while it runs. */
  readonly endedOn: string | null
  readonly endReason: EndReason | null
  readonly successor: string | null
  /** Its term is over, and a successor may yet come. */
  readonly isInGrace: boolean
}

export const graceDays = 7
const earlyDays = 31
const dunningDays = 45

const contractsOf = ({ studio, today }: People, person: Person): readonly Membership[] =>
  studio.contracts
    .filter(({ client, agreedDay }) => person.clients.includes(client) && agreedDay <= today)
    .map((contract) => {
      const { id, client, plan, agreedDay, terminationDay, declinedSince, renewedBy } = contract
      const lost = declinedSince === undefined ? undefined : addDays(declinedSince, dunningDays)
      const ends = [
        ...(terminationDay === undefined ? [] : [{ on: terminationDay, reason: 'terminated' as const }]),
        ...(lost === undefined ? [] : [{ on: lost, reason: 'declined' as const }]),
      ].filter(({ on }) => on <= today)
      return {
        key: `contract-${id}`,
        person,
        client,
        kind: plan.id,
        programId: serviceOfContract(studio, contract).programId,
        startedOn: agreedDay,
        endsOn: plan.months === undefined ? null : addMonths(agreedDay, plan.months),
        terminatedOn: terminationDay ?? null,
        dunningSince: declinedSince ?? null,
        closed: ends.sort((one, other) => one.on.localeCompare(other.on))[0] ?? null,
        renewedBy: renewedBy === undefined ? null : `contract-${renewedBy}`,
      }
    })

/** The days on which options were given back. */
const returnsOf = ({ sales }: Studio): ReadonlyMap<Held, string> =>
  new Map(
    sales.flatMap(({ lines, soldLocal }) =>
      lines.flatMap(({ held, quantity }) =>
        held !== undefined && quantity < 0 ? [[held, soldLocal.slice(0, 10)] as const] : [],
      ),
    ),
  )

const optionsOf = (
  { today }: People,
  person: Person,
  returns: ReadonlyMap<Held, string>,
): readonly Membership[] =>
  person.bought.flatMap(({ line: { held, quantity, contractId } }) => {
    if (held?.plan.membershipId === undefined || quantity < 0 || contractId !== undefined) return []
    const back = returns.get(held)
    return held.activeDay > today
      ? []
      : [
          {
            key: `option-${held.id}`,
            person,
            client: held.owner,
            kind: -held.plan.productId,
            programId: held.plan.programId,
            startedOn: held.activeDay,
            endsOn: addDays(held.expiryDay, 1),
            terminatedOn: null,
            dunningSince: null,
            closed: back !== undefined && back <= today ? { on: back, reason: 'returned' as const } : null,
            renewedBy: null,
          },
        ]
  })

interface Pair {
  readonly old: Membership
  readonly next: Membership
  readonly isNamed: boolean
  readonly days: number
}

/** Who goes on from whom, each from one: as the system says, else the nearest start around the end. */
const renewalsOf = (memberships: readonly Membership[]): ReadonlyMap<Membership, Membership> => {
  const pairs = memberships.flatMap((old) =>
    memberships.flatMap((next): Pair[] => {
      const { endsOn, closed, programId, renewedBy } = old
      if (next === old || endsOn === null || (closed !== null && closed.on < endsOn)) return []
      const days = daysBetween(endsOn, next.startedOn)
      const isNamed = renewedBy === next.key
      const runsOn = next.endsOn === null || next.endsOn > endsOn
      const fits = programId === next.programId && days <= graceDays && days >= -earlyDays && runsOn
      return isNamed || (fits && next.startedOn > old.startedOn) ? [{ old, next, isNamed, days }] : []
    }),
  )
  const rank = ({ isNamed, days, old, next }: Pair): number =>
    (isNamed ? 0 : 1_000) + 2 * Math.abs(days) + (old.kind === next.kind ? 0 : 1)
  const found = new Map<Membership, Membership>()
  const taken = new Set<Membership>()
  for (const { old, next } of pairs.sort((one, other) => rank(one) - rank(other))) {
    if (found.has(old) || taken.has(next)) continue
    found.set(old, next)
    taken.add(next)
  }
  return found
}

const endOf = (
  { endsOn, closed }: Membership,
  next: Membership | undefined,
  today: string,
): Pick<Term, 'endedOn' | 'endReason' | 'isInGrace'> => {
  if (next !== undefined) return { endedOn: next.startedOn, endReason: 'renewed', isInGrace: false }
  if (closed !== null && (endsOn === null || closed.on <= endsOn))
    return { endedOn: closed.on, endReason: closed.reason, isInGrace: false }
  if (endsOn === null || endsOn > today) return { endedOn: null, endReason: null, isInGrace: false }
  return today < addDays(endsOn, graceDays)
    ? { endedOn: null, endReason: null, isInGrace: true }
    : { endedOn: endsOn, endReason: 'expired', isInGrace: false }
}

/** Every membership of a site's people. */
export const termsOf = (people: People): readonly Term[] => {
  const returns = returnsOf(people.studio)
  return people.persons.flatMap((person) => {
    const memberships = [...contractsOf(people, person), ...optionsOf(people, person, returns)]
    const renewals = renewalsOf(memberships)
    return memberships.map((membership) => {
      const next = renewals.get(membership)
      return { ...membership, ...endOf(membership, next, people.today), successor: next?.key ?? null }
    })
  })
}
