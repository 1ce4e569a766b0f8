// What staff earned by sales: commissions of whoever sold, tips of whoever gave the session.
import type { Appointment, Client, Line, Sale, Studio } from './life.ts'
import { memberOf, type PayRow } from './pay.ts'
import { onlineLocationId } from './plan-shared.ts'
import type { StaffPlan } from './plan.ts'
import { money } from './records.ts'
import { isService } from './till.ts'

const retailShare = 0.05
const packCents = 500

/** Commission on a line in cents: a share of retail before tax, a flat sum for packs; a return takes it back. */
const commissionOn = ({
  item,
  totalCents,
  taxCents,
  quantity,
}: Line): readonly [string, number] | undefined => {
  if (isService(item)) {
    return item.kind === 'pack' ? ['ItemStandardFlatCommission', packCents * Math.sign(quantity)] : undefined
  }
  if (item.kind !== 'retail') return undefined
  const cents = Math.round(Math.abs(totalCents - taxCents) * retailShare)
  return ['ItemStandardPercentageCommission', cents * Math.sign(quantity)]
}

/** Who sold; a return is taken by the desk, which the sale does not say. Nobody sells in the online store. */
const sellerOf = (studio: Studio, sale: Sale): StaffPlan | undefined =>
  sale.locationId !== onlineLocationId && sale.lines.some(({ quantity }) => quantity < 0)
    ? studio.plan.staff.at(-1)
    : memberOf(studio, sale.repId)

/** A row per line sold: the same product twice in a sale is two rows that only their order tells apart. */
export const commissions = (studio: Studio): readonly PayRow[] =>
  studio.sales.flatMap((sale) => {
    const member = sellerOf(studio, sale)
    if (member === undefined) return []
    return sale.lines.flatMap((line): readonly PayRow[] => {
      const commission = commissionOn(line)
      if (commission === undefined) return []
      const [type, cents] = commission
      const record = {
        StaffId: member.id,
        SaleDateTime: sale.soldLocal,
        SaleId: sale.id,
        SaleType: line.quantity < 0 ? 'Return' : 'Purchase',
        ProductId: line.item.productId,
        EarningsDetails: [{ CommissionType: type, CommissionEarnings: money(cents) }],
        Earnings: money(cents),
      }
      return [{ member, local: sale.soldLocal, locationId: sale.locationId, record }]
    })
  })

/** Who gave the client's last session before the tip. */
const thanked = (sale: Sale, sessions: readonly Appointment[]): number | undefined =>
  sessions
    .filter(({ startsAt }) => startsAt <= sale.at)
    .reduce<Appointment | undefined>(
      (last, one) => (last === undefined || one.startsAt > last.startsAt ? one : last),
      undefined,
    )?.staffId

export const tips = (studio: Studio): readonly PayRow[] => {
  const sessionsOf = new Map<Client, Appointment[]>()
  for (const appointment of studio.appointments) {
    const own = sessionsOf.get(appointment.client) ?? []
    own.push(appointment)
    sessionsOf.set(appointment.client, own)
  }
  return studio.sales.flatMap((sale): readonly PayRow[] => {
    const cents = sale.lines
      .filter(({ item }) => item.kind === 'tip')
      .reduce((sum, { totalCents }) => sum + totalCents, 0)
    if (cents === 0 || sale.client === undefined) return []
    const member = memberOf(studio, thanked(sale, sessionsOf.get(sale.client) ?? []) ?? sale.repId)
    if (member === undefined) return []
    const record = {
      StaffId: member.id,
      SaleId: sale.id,
      SaleDateTime: sale.soldLocal,
      Earnings: money(cents),
    }
    return [{ member, local: sale.soldLocal, locationId: sale.locationId, record }]
  })
}
