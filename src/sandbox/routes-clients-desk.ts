// Endpoints of what the studio keeps about one client: notes, contacts, profiles elsewhere, gift cards.
import { denied, page, refusal, rowsOf, single } from './answers.ts'
import { contactLogsOf } from './api-contact-logs.ts'
import { formulaNotesOf } from './api-formula-notes.ts'
import { giftCardBalance } from './api-sales.ts'
import { clientNotFound, forClient, missing } from './asked-client.ts'
import type { Handler } from './handler.ts'
import { associationsOf } from './same-person.ts'

export const clientDeskRoutes: Readonly<Record<string, Handler>> = {
  '/client/clientformulanotes': ({ shelf: { studio }, query, staff }) => {
    if (!staff) return denied()
    const [clientId, appointmentId] = [query.text('clientId'), query.int('appointmentId')]
    if (clientId === undefined && appointmentId === undefined) return missing('ClientId, AppointmentId')
    if (clientId !== undefined && !studio.clients.some(({ id }) => id === clientId)) return clientNotFound()
    const notes = formulaNotesOf(
      studio,
      ({ id, client }) =>
        (appointmentId === undefined || id === appointmentId) &&
        (clientId === undefined || client.id === clientId),
    )
    return page('FormulaNotes', rowsOf(notes), query)
  },
  /** Days; the start defaults to today and the end to the start. What the system wrote only when asked for. */
  '/client/contactlogs': forClient(({ business, shelf: { studio }, query, today }, client) => {
    const from = query.day('startDate') ?? today
    const to = query.day('endDate') ?? from
    const [typeIds, staffIds] = [query.list('typeIds'), query.list('staffIds')]
    const rows = contactLogsOf(studio, client, business.now).filter(
      (log) =>
        log.day >= from &&
        log.day <= to &&
        (!log.bySystem || query.flag('showSystemGenerated', false)) &&
        (typeIds.length === 0 || log.typeIds.some((id) => typeIds.includes(id))) &&
        (staffIds.length === 0 || staffIds.includes(String(log.assignedTo))),
    )
    return page('ContactLogs', rowsOf(rows.map(({ record }) => record)), query)
  }),
  /** By the unique id, else the id, else the e-mail address (documented). */
  '/client/crossregionalclientassociations': ({ business, shelf: { studio }, query, staff }) => {
    if (!staff) return denied()
    const [uniqueId, id, email] = [query.text('uniqueClientId'), query.text('clientId'), query.text('email')]
    if (uniqueId === undefined && id === undefined && email === undefined)
      return missing('ClientId, UniqueClientId, Email')
    const client = studio.clients.find((one) =>
      uniqueId === undefined
        ? id === undefined
          ? one.email === email?.toLowerCase()
          : one.id === id
        : String(one.uniqueId) === uniqueId,
    )
    if (client === undefined) return clientNotFound()
    return page('CrossRegionalClientAssociations', rowsOf(associationsOf(business, studio, client)), query)
  },
  /** The one parameter without a prefix. */
  '/sale/giftcardbalance': ({ shelf: { studio }, query, staff }) => {
    if (!staff) return denied()
    const code = query.text('barcodeId')
    if (code === undefined) return missing('BarcodeId')
    const card = studio.giftCards.find((one) => one.code === code)
    if (card === undefined) return refusal(404, 'GiftCardNotFound', 'The gift card was not found.')
    return single(undefined, giftCardBalance(card))
  },
}
