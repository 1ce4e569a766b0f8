// Endpoints that take many clients in one call: account balances, memberships, places in queues.
import { accountCentsOn } from './account-history.ts'
import { denied, page, rowsOf } from './answers.ts'
import { clientRecord } from './api-clients.ts'
import { membershipEnvelope, membershipsHeld, unknownMember } from './api-memberships.ts'
import { waitlistOf } from './api-waitlist.ts'
import { forClient, missing, tooMany } from './asked-client.ts'
import type { Handler } from './handler.ts'
import { money } from './records.ts'

/** Not published for balances; the limit of `/client/clients` is taken. */
const maxBalances = 20
const maxMemberships = 200

export const clientBatchRoutes: Readonly<Record<string, Handler>> = {
  /** Whole profiles with the balance at the end of `balanceDate`, which defaults to today. Unknown ids are left out. */
  '/client/clientaccountbalances': ({ shelf: { studio }, query, staff, today }) => {
    if (!staff) return denied()
    const ids = query.list('clientIds')
    if (ids.length === 0) return missing('ClientIds')
    if (ids.length > maxBalances) return tooMany('ClientIds', maxBalances)
    const day = query.day('balanceDate') ?? today
    const asked = studio.clients.filter(({ id }) => ids.includes(id))
    const records = asked.map((client) => ({
      ...clientRecord(studio, client),
      AccountBalance: money(accountCentsOn(studio, client, day)),
    }))
    return page('Clients', rowsOf(records), query)
  },
  '/client/activeclientsmemberships': ({ shelf: { studio }, query, staff }) => {
    if (!staff) return denied()
    const ids = [...new Set(query.list('clientIds'))]
    if (ids.length === 0) return missing('ClientIds')
    if (ids.length > maxMemberships) return tooMany('ClientIds', maxMemberships)
    const known = new Map(studio.clients.map((client) => [client.id, client]))
    const envelopes = ids.map((id) => {
      const client = known.get(id)
      return client === undefined ? unknownMember(id) : membershipEnvelope(studio, client)
    })
    return page('ClientMemberships', rowsOf(envelopes), query)
  },
  '/client/activeclientmemberships': forClient(({ shelf: { studio }, query }, client) =>
    page('ClientMemberships', rowsOf(membershipsHeld(studio, client)), query),
  ),
  /** Ids of classes make ids of schedules ignored (documented). */
  '/class/waitlistentries': ({ shelf, query, staff, today }) => {
    if (!staff) return denied()
    const [classIds, scheduleIds] = [query.list('classIds'), query.list('classScheduleIds')]
    const [clientIds, entryIds] = [query.list('clientIds'), query.list('waitlistEntryIds')]
    if ([classIds, scheduleIds, clientIds, entryIds].every(({ length }) => length === 0))
      return missing('ClassScheduleIds, ClientIds, WaitlistEntryIds, ClassIds')
    const among = (ids: readonly string[], id: string | number): boolean =>
      ids.length === 0 || ids.includes(String(id))
    const hidePast = query.flag('hidePastEntries', false)
    const rows = waitlistOf(shelf).filter(
      ({ occurrence, waiting }) =>
        among(classIds, occurrence.id) &&
        (classIds.length > 0 || among(scheduleIds, occurrence.slot.scheduleId)) &&
        among(clientIds, waiting.client.id) &&
        among(entryIds, waiting.id) &&
        !(hidePast && occurrence.day < today),
    )
    return page('WaitlistEntries', rowsOf(rows.map(({ record }) => record)), query)
  },
}
