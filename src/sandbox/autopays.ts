// The autopays of a period by the day they were planned for: charged, refused by the bank, taken back by it, or still to come.
import { addMonths, localDayOf } from './calendar.ts'
import type { ExportRequest } from './exporter.ts'
import type { Client, HeldContract, Sale, Studio } from './life.ts'
import { chargeOf, serviceOfContract } from './memberships.ts'

export interface Autopay {
  readonly client: Client
  readonly day: string
  readonly item: string
  readonly status: 'Successful' | 'Declined' | 'Scheduled'
  readonly method: string
  readonly locationId: number
  readonly totalCents: number
  readonly taxCents: number
  /** The sale it made; none of those refused or to come. */
  readonly sale: Sale | undefined
}

/** Contracts sell at the desk, too: the first charge is the sale of the contract. */
const charged = (studio: Studio): readonly Autopay[] => {
  const backed = new Set(
    studio.transactions.filter(({ status }) => status === 'Chargeback').map(({ saleId }) => saleId),
  )
  return studio.sales.flatMap((sale) => {
    const { id, client, originalLocal, locationId, lines, payments } = sale
    if (client === undefined) return []
    return lines
      .filter(({ contractId, quantity }) => contractId !== undefined && quantity > 0)
      .map(({ item, totalCents, taxCents }): Autopay => ({
        client,
        day: originalLocal.slice(0, 10),
        item: item.name,
        status: backed.has(id) ? 'Declined' : 'Successful',
        method: payments[0]?.method.name ?? '',
        locationId,
        totalCents,
        taxCents,
        sale,
      }))
  })
}

const autopayOf = (
  studio: Studio,
  contract: HeldContract,
  about: Pick<Autopay, 'day' | 'status' | 'locationId'>,
): Autopay => ({
  ...about,
  ...chargeOf(studio, contract),
  client: contract.client,
  item: serviceOfContract(studio, contract).name,
  method: contract.method.name,
  sale: undefined,
})

/** A refused charge moves no money and makes no sale; the processor alone keeps it. */
const refused = (studio: Studio): readonly Autopay[] =>
  studio.transactions.flatMap(({ status, saleId, clientId, at, locationId, cents }) => {
    if (status !== 'Declined' || saleId !== 0) return []
    const day = localDayOf(at, studio.plan.zone)
    const contract = studio.contracts.findLast(
      (held) =>
        held.client.id === clientId && held.agreedDay <= day && chargeOf(studio, held).totalCents === cents,
    )
    return contract === undefined
      ? []
      : [autopayOf(studio, contract, { day, status: 'Declined', locationId })]
  })

/** Month by month contracts show their next charge alone (documented). */
const planned = (studio: Studio): readonly Autopay[] =>
  studio.contracts.flatMap((contract) => {
    const { nextDay, plan, paid, client } = contract
    if (nextDay === undefined) return []
    const left = plan.months === undefined ? 1 : plan.months - paid
    return Array.from({ length: left }, (_, ahead) =>
      autopayOf(studio, contract, {
        day: addMonths(nextDay, ahead),
        status: 'Scheduled',
        locationId: client.homeLocationId,
      }),
    )
  })

/** All of them, by day. */
export const autopaysOf = ({ studio, from, to, locations }: ExportRequest): readonly Autopay[] =>
  [...charged(studio), ...refused(studio), ...planned(studio)]
    .filter(({ day, locationId }) => day >= from && day <= to && locations?.includes(locationId) !== false)
    .sort((one, other) => one.day.localeCompare(other.day) || one.client.id.localeCompare(other.client.id))
