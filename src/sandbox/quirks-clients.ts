// Quirks of clients and of what is told per client.
import { refusal } from './answers.ts'
import type { Answer } from './answers.ts'
import { utcStamp } from './calendar.ts'
import { askedWith, rowsIn, withRows } from './effect.ts'
import type { Exchange, Fields } from './effect.ts'
import { each, listOf } from './quirk.ts'
import type { Switch } from './quirk.ts'

/** The clients that the quirks pick on, by the last digits of their UniqueId. */
const oddProfile = /00007$/
const farAway = /00009$/

const idsIn = (url: URL): readonly string[] =>
  [...url.searchParams].filter(([name]) => /^(request\.)?clientids$/i.test(name)).map(([, id]) => id)

/** A profile changed at another site of the region: it comes with every question for what was modified. */
const withChangeElsewhere = (answer: Answer, { incoming, now, respond }: Exchange): Answer => {
  const changed = (client: Fields): Fields =>
    farAway.test(String(client['UniqueId']))
      ? { ...client, FirstName: 'Regina', LastModifiedDateTime: utcStamp(now) }
      : client
  const edited = each(changed)(answer, { incoming, now, respond, nth: 0 })
  const isFirstPage = (incoming.url.searchParams.get('request.offset') ?? '0') === '0'
  if (edited !== answer || !isFirstPage) return edited
  const everybody = askedWith(incoming, { lastModifiedDate: undefined, offset: '0', limit: '200' })
  const found = rowsIn(respond(everybody)).find(({ UniqueId }) => farAway.test(String(UniqueId)))
  return found === undefined ? answer : withRows(answer, (rows) => [...rows, changed(found)])
}

export const clientQuirks = {
  'odd-client-profile': {
    path: '/client/clients',
    answer: (answer) =>
      rowsIn(answer).some(({ UniqueId }) => oddProfile.test(String(UniqueId)))
        ? refusal(500, 'InternalError', 'Something went wrong')
        : answer,
  },
  'related-clients-together': {
    path: '/client/clients',
    answer: (answer, { incoming }) =>
      idsIn(incoming.url).length < 2
        ? answer
        : withRows(answer, (rows) => rows.map((client) => ({ ...client, ClientRelationships: [] }))),
  },
  'home-location-incomplete': {
    path: '/client/clients',
    answer: each((client) => {
      const home = [null, { Id: 1 }, { Id: 0 }][Number(String(client['UniqueId']).at(-1)) % 3]
      return { ...client, HomeLocation: home }
    }),
  },
  'fields-propagate-in-region': { path: '/client/clients', answer: withChangeElsewhere },
  'client-services-of-others': {
    path: '/client/clientservices',
    answer: (answer) =>
      withRows(answer, (rows) => [
        ...rows,
        ...rows.slice(0, 1).map((row) => ({ ...row, Id: 987_654_321, ClientID: 'somebody-else' })),
      ]),
  },
  'top-membership-only': {
    path: '/client/activeclientsmemberships',
    answer: each((client) => ({ ...client, Memberships: listOf(client, 'Memberships').slice(0, 1) })),
  },
  'system-contact-logs': {
    path: '/client/contactlogs',
    answer: (_, { incoming, respond }) => respond(askedWith(incoming, { showSystemGenerated: 'true' })),
  },
  'client-indexes-error': {
    path: '/client/clientindexes',
    answer: () => refusal(500, 'InternalError', 'Object reference not set to an instance of an object.'),
  },
  'inactive-sites-left-out': {
    path: '/client/crossregionalclientassociations',
    answer: (answer, { incoming }) =>
      incoming.url.searchParams.get('request.excludeInactiveSites') === 'false'
        ? withRows(answer, (rows) => [
            ...rows,
            ...rows.slice(0, 1).map((row) => ({ ...row, SiteId: 10_999, SiteIsActive: false })),
          ])
        : answer,
  },
} as const satisfies Readonly<Record<string, Switch>>
