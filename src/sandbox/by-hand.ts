// What a person does to a running sandbox by plain HTTP, beside the API: a class called off, a profile changed, a day lived.
import { refusal, type Answer } from './answers.ts'
import type { Push } from './push.ts'
import type { Studio } from './life.ts'
import { callOff, changeProfile } from './studio-edits.ts'

export const byHandPath = '/by-hand'

/** The studios as the hand reaches them. */
export interface Hand {
  readonly studios: readonly Studio[]
  readonly push: Push
  now(): number
  advance(days: number): void
  edit(siteId: number, change: (studio: Studio, at: number) => void): void
}

const told = (body: object): Answer => ({ status: 200, body: JSON.stringify(body), rows: 0 })

/** The class that is asked for, else the next one that somebody has booked. */
const classToCall = (studio: Studio, asked: string | null, now: number) =>
  studio.classes.find(({ id, startsAt, visits, canceled }) =>
    asked === null ? startsAt > now && visits.length > 0 && !canceled : String(id) === asked,
  )

const cancelClass = ({ edit, now }: Hand, studio: Studio, params: URLSearchParams): Answer => {
  const { siteId } = studio.plan
  const occurrence = classToCall(studio, params.get('class_id'), now())
  if (occurrence === undefined) return refusal(404, 'NotFound', `Site ${siteId} has no such class.`)
  const bookings = occurrence.visits.length
  edit(siteId, callOff(occurrence.id))
  return told({ site_id: siteId, class_id: occurrence.id, starts: occurrence.startLocal, bookings })
}

const changeEmail = ({ edit }: Hand, studio: Studio, params: URLSearchParams): Answer => {
  const { siteId } = studio.plan
  const asked = params.get('client_id')
  const client = studio.clients.find(({ id, active }) => (asked === null ? active : id === asked))
  const email = params.get('email') ?? 'changed@mail.example'
  if (client === undefined) return refusal(404, 'NotFound', `Site ${siteId} has no such client.`)
  edit(siteId, changeProfile(client.id, { email }))
  return told({ site_id: siteId, client_id: client.id, email })
}

const deeds = { 'cancel-class': cancelClass, 'change-email': changeEmail } as const

const live = (hand: Hand, params: URLSearchParams): Answer => {
  const days = Number(params.get('days') ?? '1')
  if (!Number.isInteger(days) || days < 1 || days > 366)
    return refusal(400, 'InvalidParameter', 'days must be a whole number from 1 to 366.')
  hand.advance(days)
  return told({ days, now: new Date(hand.now()).toISOString() })
}

/** The work of one call; undefined for what nobody can ask for. */
const done = (hand: Hand, url: URL): Answer | undefined => {
  const [deed = '', site] = url.pathname.slice(byHandPath.length + 1).split('/')
  if (deed === 'live' && site === undefined) return live(hand, url.searchParams)
  const studio = hand.studios.find(({ plan }) => String(plan.siteId) === site)
  if (studio === undefined || !Object.hasOwn(deeds, deed)) return undefined
  return deeds[deed as keyof typeof deeds](hand, studio, url.searchParams)
}

/**
 * `POST /by-hand/cancel-class/10001?class_id=` · `/by-hand/change-email/10001?client_id=&email=` · `/by-hand/live?days=`.
 * Everything is optional but the site; what events tell of it is delivered before the answer.
 */
export const byHand = async (hand: Hand, method: string, url: URL): Promise<Answer> => {
  if (method !== 'POST') return refusal(405, 'MethodNotAllowed', 'Only POST does something by hand.')
  const answer = done(hand, url)
  if (answer === undefined) return refusal(404, 'NotFound', 'Nothing such can be done by hand.')
  if (answer.status !== 200) return answer
  const { delivered, failed } = await hand.push.deliver()
  return told({
    ...(JSON.parse(answer.body) as object),
    events: { delivered, on_their_way: hand.push.pending.length, given_up: failed },
  })
}
