// The few persons with a profile at both sites, and how the API tells that their profiles belong together.
import type { Business } from './business.ts'
import type { Client, Studio } from './life.ts'
import { hashOf } from './random.ts'
import type { ApiRecord } from './records.ts'

/** Of the names found at more than one site, one in four is the same person. */
const isOnePerson = ({ first, last }: Client): boolean => hashOf(`person/${first}/${last}`) % 4 === 0

/** Who enters a name first at a site is the person; later files of the same name stay unlinked. */
const profileAt = ({ clients }: Studio, { first, last }: Client): Client | undefined =>
  clients.find((client) => client.first === first && client.last === last)

/** A client at a site. */
export interface File {
  readonly studio: Studio
  readonly client: Client
}

/** A client's files at all sites; the one asked for comes first. */
export const profilesOfPerson = (business: Business, home: Studio, client: Client): readonly File[] => {
  const own = { studio: home, client }
  if (!isOnePerson(client) || profileAt(home, client) !== client) return [own]
  const others = business.studios
    .filter((studio) => studio !== home)
    .flatMap((studio) => {
      const profile = profileAt(studio, client)
      return profile === undefined ? [] : [{ studio, client: profile }]
    })
  return [own, ...others]
}

/** Profiles of a client's person at all sites; the profile asked for comes first. */
export const associationsOf = (business: Business, home: Studio, asked: Client): readonly ApiRecord[] =>
  profilesOfPerson(business, home, asked).map(({ studio, client }) => ({
    SiteId: studio.plan.siteId,
    ClientId: client.id,
    UniqueId: client.uniqueId,
    SiteIsActive: true,
  }))
