// Contact logs as the API shows them: what the desk noted about clients, and what the system sent them.
import { clientRecord } from './api-clients.ts'
import { contactLogTypeRecords } from './api-lists.ts'
import { addDays, dayMs, localOf, midnight } from './calendar.ts'
import type { Client, Studio } from './life.ts'
import { hashOf } from './random.ts'
import { staffCard, type ApiRecord } from './records.ts'

interface ContactLog {
  readonly day: string
  readonly bySystem: boolean
  readonly typeIds: readonly string[]
  readonly assignedTo: number | undefined
  readonly record: ApiRecord
}

/** Numbers of the desk's logs; those of the system are made of the appointment's number and lie above. */
const firstDeskLog = 50_000
const firstSystemLog = 900_000

const logOf = (studio: Studio, client: Client, at: number, rest: ApiRecord): ApiRecord => ({
  CreatedDateTime: localOf(at, studio.plan.zone),
  FollowupByDate: null,
  ContactMethod: 'Email',
  ContactName: `${client.first} ${client.last}`,
  Client: clientRecord(studio, client),
  AssignedTo: null,
  Comments: [],
  Types: [],
  ...rest,
})

/** The desk calls every third new client a day after joining; a week later somebody notes how it went. */
const deskLogs = (studio: Studio, client: Client, now: number): readonly ContactLog[] => {
  const at = client.createdAt + dayMs
  const staffId = studio.plan.staff.at(-1)?.id
  const day = localOf(at, studio.plan.zone).slice(0, 10)
  // Nobody wrote anything down before the studio's first timetable.
  const early = day < (studio.classes[0]?.day ?? '')
  if (hashOf(`call/${client.id}`) % 3 !== 0 || early || at > now || staffId === undefined) return []
  const id = firstDeskLog + studio.clients.indexOf(client)
  const doneAt = at + 7 * dayMs
  const comment = {
    Id: id * 10,
    Text: 'Reached, will come back for a class.',
    CreatedDateTime: localOf(doneAt, studio.plan.zone),
    CreatedBy: staffCard(studio, staffId),
  }
  const types = contactLogTypeRecords().slice(0, 1)
  const record = logOf(studio, client, at, {
    Id: id,
    Text: 'Welcome call: asked about injuries and goals.',
    FollowupByDate: midnight(addDays(day, 7)),
    ContactMethod: 'Phone',
    CreatedBy: staffCard(studio, staffId),
    AssignedTo: staffCard(studio, staffId),
    Comments: doneAt <= now ? [comment] : [],
    Types: types,
  })
  return [{ day, bySystem: false, typeIds: types.map(({ Id }) => String(Id)), assignedTo: staffId, record }]
}

/** The system reminds of every appointment a day ahead. */
const systemLogs = (studio: Studio, client: Client, now: number): readonly ContactLog[] =>
  studio.appointments
    .filter((appointment) => appointment.client === client && appointment.startsAt - dayMs <= now)
    .map(({ id, startsAt }) => {
      const at = startsAt - dayMs
      const record = logOf(studio, client, at, {
        Id: firstSystemLog + id,
        Text: 'Appointment reminder sent.',
        CreatedBy: staffCard(studio, 0),
      })
      const day = localOf(at, studio.plan.zone).slice(0, 10)
      return { day, bySystem: true, typeIds: [], assignedTo: undefined, record }
    })

/** Every contact log of a client as of an instant. */
export const contactLogsOf = (studio: Studio, client: Client, now: number): readonly ContactLog[] => [
  ...deskLogs(studio, client, now),
  ...systemLogs(studio, client, now),
]
