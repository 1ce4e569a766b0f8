// Who comes: made-up clients with habits, some of them prospects, some of them twice on file.
import { dayMs } from './calendar.ts'
import { nextId, touch, type Client, type Step, type Studio } from './life.ts'
import { makeOne } from './merges.ts'
import type { LocationPlan, SitePlan } from './plan.ts'
import { createRandom, type Random } from './random.ts'

const firstNames =
  'Ava Noah Mia Liam Zoe Ethan Ines Lucas Nora Omar Ruby Felix Leila Hugo Iris Mateo Clara Jonas Tara Kofi Anya Ravi Elsa Diego Freya Malik Wren Pablo Sana Theo'.split(
    ' ',
  )
const lastNames =
  "Adler Bennett Castillo Dumont Eriksen Flores Garcia Hassan Ito Jensen Kaur Laurent Mendes Novak O'Brien Park Quinn Rossi Silva Tanaka Usman Vega Walsh Xu Young Zimmer Archer Boyd Crane Dale".split(
    ' ',
  )

/** The one client whose UniqueId a double cannot hold. */
const beyondDouble = 9_007_199_254_740_993n

/** Some are still at home in a place that was given up. */
const homesOf = ({ locations, closed = [] }: SitePlan): readonly LocationPlan[] =>
  closed.length === 0 ? locations : [...locations, ...locations, ...locations, ...closed]

const makeClient = (studio: Studio, random: Random, createdAt: number, namesake?: Client): Client => {
  const nth = nextId(studio, 'client')
  const first = namesake?.first ?? random.pick(firstNames)
  const last = namesake?.last ?? random.pick(lastNames)
  const { plan } = studio
  // Early clients have short numbers, which native exports print with a thousands separator; two keep a legacy code.
  const id =
    nth === 41 || nth === 97 ? `AB1234${nth}` : nth <= 120 ? String(1_200 + nth) : String(100_000_000 + nth)
  const wanted = random.int(3, 6)
  const favourites = Array.from({ length: wanted }, () => random.pick(plan.slots))
  const roll = random.next()
  return {
    id,
    uniqueId: plan.siteId === 10_001 && nth === 15 ? beyondDouble : plan.siteId * 100_000 + nth,
    first,
    last,
    createdAt,
    birthDay: random.chance(0.2)
      ? undefined
      : `${random.int(1958, 2006)}-0${random.int(1, 9)}-1${random.int(0, 9)}`,
    homeLocationId: random.pick(homesOf(plan)).id,
    weekly: random.pick([0.4, 0.7, 1, 1, 1.6, 2.2, 3.2]),
    favourites: [...new Set(favourites)],
    pays: roll < 0.3 ? 'member' : roll < 0.75 ? 'pack' : 'dropin',
    email: `${first}.${last}.${nth}@mail.example`.toLowerCase().replaceAll("'", ''),
    phone: `555${String(1_000_000 + nth * 37).slice(-7)}`,
    active: true,
    prospect: random.chance(0.08),
    status: 'Non-Member',
    engagedUntil: createdAt + Math.ceil(-Math.log(1 - random.next()) * 210 + 14) * dayMs,
    household: undefined,
    wallet: [],
    accountCents: 0,
    suspended: undefined,
    lastModifiedAt: createdAt,
  }
}

/** The clients on file when the simulated life begins, joined over the two years before. */
export const foundingClients = (studio: Studio, bornAt: number): void => {
  const random = createRandom(studio.seed, studio.plan.siteId, 'founders')
  for (let nth = 0; nth < studio.plan.clientsAtStart; nth += 1) {
    const client = makeClient(
      studio,
      random,
      bornAt - random.int(1, 700) * dayMs - random.int(0, 86_399) * 1_000,
    )
    // Two in five have long stopped coming; the others carry on from today.
    client.engagedUntil = random.chance(0.4) ? bornAt : bornAt + random.int(20, 420) * dayMs
    if (random.chance(0.06)) client.active = false
    studio.clients.push(client)
    if (nth % 5 === 4) shareHousehold(client, studio.clients[nth - 1])
  }
}

/** Two clients under one roof, who may use each other's family packs. */
const shareHousehold = (client: Client, other: Client | undefined): void => {
  client.household = other
  if (other !== undefined) other.household = client
}

/** New clients of a day; now and then somebody is entered a second time. */
export const joinClients = (studio: Studio, step: Step): void => {
  const random = createRandom(studio.seed, studio.plan.siteId, 'joins', step.nth)
  const { joinsPerDay } = studio.plan
  const joins = Math.floor(joinsPerDay + random.next())
  for (let nth = 0; nth < joins; nth += 1) {
    const createdAt = step.from + random.int(1, dayMs / 1_000 - 1) * 1_000 + random.int(0, 9) * 100
    const namesake = random.chance(0.03) ? random.pick(studio.clients) : undefined
    studio.clients.push(makeClient(studio, random, createdAt, namesake))
  }
}

/** Profiles edited at the desk: a new address, a return after a break, a deactivation, a merge of two files. */
export const editProfiles = (studio: Studio, step: Step): void => {
  const random = createRandom(studio.seed, studio.plan.siteId, 'profiles', step.nth)
  const at = (): number => step.from + random.int(1, dayMs / 100) * 100
  for (let edits = random.int(0, 3); edits > 0; edits -= 1) {
    const client = random.pick(studio.clients)
    client.email = `${client.first}.${client.last}.${step.nth}@post.example`.toLowerCase().replaceAll("'", '')
    touch(client, at())
  }
  if (random.chance(0.25)) {
    const back = random.pick(studio.clients)
    if (back.active && back.engagedUntil < step.from)
      back.engagedUntil = step.to + random.int(30, 150) * dayMs
  }
  if (random.chance(0.03)) {
    const leaver = random.pick(studio.clients)
    if (leaver.engagedUntil < step.from) {
      leaver.active = false
      touch(leaver, at())
    }
  }
  mergeNamesakes(studio, step, random)
}

/** About once a quarter two files of one person are merged: the older survives, the other becomes inactive and stays away. */
const mergeNamesakes = (studio: Studio, step: Step, random: Random): void => {
  if (step.nth % 90 !== 45) return
  for (const [index, loser] of studio.clients.entries()) {
    const kept = studio.clients
      .slice(0, index)
      .find(({ first, last }) => first === loser.first && last === loser.last)
    if (kept === undefined || !loser.active || !kept.active) continue
    const at = step.from + random.int(1, dayMs / 1_000 - 1) * 1_000
    loser.engagedUntil = step.from
    makeOne(studio, { removed: loser, kept, at })
    return
  }
}
