// Reward points as the API shows them: earned by coming, lost by cancelling late, spent after every tenth visit.
import { addDays, midnight } from './calendar.ts'
import type { Client, Visit } from './life.ts'
import { hashOf } from './random.ts'
import type { ApiRecord } from './records.ts'
import type { Shelf } from './shelf.ts'

const earned = 10
const lost = -5
const spent = -50
const visitsPerGift = 10

/** One client in three takes part. */
const takesPart = ({ id }: Client): boolean => hashOf(`rewards/${id}`) % 3 === 0

const movement = (visit: Visit, action: string, points: number): ApiRecord => ({
  ActionDateTime: visit.endLocal,
  Action: action,
  Source: 'Visit',
  SourceID: visit.id,
  ExpirationDateTime: points > 0 ? midnight(addDays(visit.endLocal.slice(0, 10), 365)) : null,
  Points: points,
})

/** Every movement of a client's points, oldest first. A sign-in made up for later earns at the time of the class. */
export const rewardsOf = ({ visitsOf }: Shelf, client: Client): readonly ApiRecord[] => {
  if (!takesPart(client)) return []
  let came = 0
  return (visitsOf.get(client) ?? []).flatMap(({ of: visit }) => {
    if (visit.classId === 0) return []
    if (visit.lateCancelled) return [movement(visit, 'LateCanceled', lost)]
    if (!visit.signedIn) return []
    came += 1
    const coming = movement(visit, 'Earned', earned)
    return came % visitsPerGift === 0 ? [coming, movement(visit, 'Redeemed', spent)] : [coming]
  })
}

/** Points left of all movements. */
export const pointsOf = (movements: readonly ApiRecord[]): number =>
  movements.reduce((sum, { Points }) => sum + Number(Points), 0)
