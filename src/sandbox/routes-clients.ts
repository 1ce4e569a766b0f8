// Endpoints of clients and of what hangs on one client.
import { denied, page, rowsOf } from './answers.ts'
import { forClient, missing, tooMany } from './asked-client.ts'
import type { Handler } from './handler.ts'

const maxIds = 20

export const clientRoutes: Readonly<Record<string, Handler>> = {
  /** Without a staff token: an empty list, not an error (observed). The modified date is compared as UTC. */
  '/client/clients': ({ shelf, query, staff }) => {
    const [ids, uniqueIds] = [query.list('clientIDs'), query.list('uniqueIds')]
    if (ids.length > maxIds) return tooMany('ClientIds', maxIds)
    if (uniqueIds.length > maxIds) return tooMany('UniqueIds', maxIds)
    const since = query.time('lastModifiedDate') ?? ''
    const prospect = query.text('isProspect')?.toLowerCase()
    const inactive = query.flag('includeInactive', false)
    const search = query.text('searchText')?.toLowerCase()
    const rows = shelf.clients.filter(
      ({ of, record }) =>
        (of.active || inactive) &&
        (ids.length === 0 || ids.includes(of.id)) &&
        (uniqueIds.length === 0 || uniqueIds.includes(String(of.uniqueId))) &&
        (prospect === undefined || String(of.prospect) === prospect) &&
        (search === undefined || `${of.first} ${of.last} ${of.email}`.toLowerCase().includes(search)) &&
        String(record['LastModifiedDateTime']) >= since,
    )
    return page('Clients', rowsOf(staff ? rows.map(({ record }) => record) : []), query)
  },
  /** The end defaults to today and the start to the end: one day. */
  '/client/clientvisits': forClient(({ shelf, query, today }, client) => {
    const to = query.day('endDate') ?? today
    const from = query.day('startDate') ?? to
    const rows = (shelf.visitsOf.get(client) ?? []).filter(({ of }) => {
      const day = of.startLocal.slice(0, 10)
      return day >= from && day <= to
    })
    const ordered = query.text('order')?.toLowerCase() === 'asc' ? rows : rows.toReversed()
    return page('Visits', rowsOf(ordered.map(({ record }) => record)), query)
  }),
  /** An id that resolves to nobody answers everybody's rows (observed); both dates default to today. */
  '/client/clientservices': ({ shelf, query, staff, today }) => {
    if (!staff) return denied()
    const ids = [query.text('clientId') ?? [], query.list('clientIds')].flat()
    const uniqueIds = [query.text('uniqueClientId') ?? [], query.list('uniqueClientIds')].flat()
    if (ids.length === 0 && uniqueIds.length === 0) return missing('ClientId, UniqueClientId')
    if (ids.length > maxIds) return tooMany('ClientIds', maxIds)
    if (uniqueIds.length > maxIds) return tooMany('UniqueClientIds', maxIds)
    const from = query.day('startDate') ?? today
    const to = query.day('endDate') ?? today
    const asked = new Set(
      shelf.studio.clients.filter(
        ({ id, uniqueId }) => ids.includes(id) || uniqueIds.includes(String(uniqueId)),
      ),
    )
    const resolved = asked.size === new Set([...ids, ...uniqueIds]).size
    const activeOnly = query.flag('showActiveOnly', false)
    const byActivation = query.flag('useActivateDate', false)
    const rows = shelf.held.filter(({ of }) => {
      const day = byActivation ? of.activeDay : of.boughtDay
      return (!resolved || asked.has(of.owner)) && day >= from && day <= to && (of.current || !activeOnly)
    })
    return page('ClientServices', rowsOf(rows.map(({ record }) => record)), query)
  },
  '/client/clientcontracts': forClient(({ shelf, query }, client) => {
    const rows = shelf.contracts.filter(({ of }) => of.client === client)
    return page('Contracts', rowsOf(rows.map(({ record }) => record)), query)
  }),
}
