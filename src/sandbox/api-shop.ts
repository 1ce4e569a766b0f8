// Packages, gift cards for sale and stock, as the API shows them.
import { productRecord, serviceRecord } from './api-catalogue.ts'
import { utcStamp } from './calendar.ts'
import type { Studio } from './life.ts'
import type { LocationPlan, ProductPlan } from './plan.ts'
import { money, type ApiRecord } from './records.ts'

/** Two packages: one of the online store, one of the desk. Prices inside carry the tax of the place asked. */
export const packageRecords = (studio: Studio, locationId?: number): readonly ApiRecord[] => {
  const services = studio.plan.services.filter(({ kind }) => kind === 'pack' || kind === 'private')
  const products = studio.plan.products.filter(({ kind }) => kind === 'retail')
  return [
    { id: 801, name: 'Starter package', percent: 10, online: true, nth: 0 },
    { id: 802, name: 'Gift set', percent: 0, online: false, nth: 2 },
  ].map(({ id, name, percent, online, nth }) => ({
    Id: id,
    Name: name,
    DiscountPercentage: percent,
    SellOnline: online,
    Services: services.slice(nth, nth + 1).map((plan) => serviceRecord(studio, plan, locationId)),
    Products: products.slice(nth, nth + 2).map((plan) => productRecord(studio, plan, locationId)),
  }))
}

/** Gift cards as they can be bought; the site's own layout comes only when custom layouts are asked for. */
export const giftCardRecords = (studio: Studio, customLayouts: boolean): readonly ApiRecord[] =>
  studio.plan.products
    .filter(({ kind }) => kind === 'gift_card')
    .map(({ productId, name, cents }) => ({
      Id: productId,
      LocationIds: studio.plan.locations.map(({ id }) => id),
      Description: name,
      EditableByConsumer: false,
      CardValue: money(cents),
      SalePrice: money(cents),
      SoldOnline: true,
      MembershipRestrictionIds: [],
      GiftCardTerms: 'No cash value.',
      ContactInfo: studio.plan.email,
      DisplayLogo: true,
      Layouts: [
        { LayoutId: 1, LayoutName: 'Plain', LayoutUrl: null },
        ...(customLayouts
          ? [{ LayoutId: 1_001, LayoutName: `${studio.plan.name}, summer`, LayoutUrl: null }]
          : []),
      ],
    }))

/** A crate is ordered when six are left. */
const crate = 24
const kept = 6

interface Sold {
  units: number
  lastAt: number | undefined
}

/** Units sold per product and place, returns taken off. The online store sends from the first place. */
const soldBy = (studio: Studio): ReadonlyMap<string, Sold> => {
  const places = new Set(studio.plan.locations.map(({ id }) => id))
  const first = studio.plan.locations[0]?.id ?? 1
  const sold = new Map<string, Sold>()
  for (const { at, lines, locationId } of studio.sales) {
    for (const { item, quantity } of lines) {
      const key = `${item.productId}/${places.has(locationId) ? locationId : first}`
      const so = sold.get(key)
      if (so === undefined) sold.set(key, { units: quantity, lastAt: at })
      else {
        so.units += quantity
        so.lastAt = Math.max(so.lastAt ?? 0, at)
      }
    }
  }
  return sold
}

const stockRecord = (plan: ProductPlan, place: LocationPlan, { units, lastAt }: Sold): ApiRecord => {
  const logged = crate * Math.max(1, Math.ceil((units + kept) / crate))
  return {
    ProductId: plan.productId,
    BarcodeId: String(plan.productId),
    LocationId: place.id,
    UnitsLogged: logged,
    UnitsSold: units,
    UnitsInStock: logged - units,
    ReorderLevel: kept,
    MaxLevel: 2 * crate,
    CreatedDateTimeUTC: '2024-02-01T09:00:00Z',
    ModifiedDateTimeUTC: lastAt === undefined ? '2024-02-01T09:00:00Z' : utcStamp(lastAt),
  }
}

/** Stock of each retail product at each place, as of now. The bench's extra sales are not counted. */
export const inventoryRecords = (studio: Studio): readonly ApiRecord[] => {
  const sold = soldBy(studio)
  return studio.plan.products
    .filter(({ kind }) => kind === 'retail')
    .flatMap((plan) =>
      studio.plan.locations.map((place) =>
        stockRecord(
          plan,
          place,
          sold.get(`${plan.productId}/${place.id}`) ?? { units: 0, lastAt: undefined },
        ),
      ),
    )
}
