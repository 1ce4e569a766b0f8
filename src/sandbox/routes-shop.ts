// Endpoints of what the shop has beside services and products: packages, gift cards, stock.
import { page, rowsOf } from './answers.ts'
import { giftCardRecords, inventoryRecords, packageRecords } from './api-shop.ts'
import type { Handler } from './handler.ts'
import { wanted } from './query.ts'

export const shopRoutes: Readonly<Record<string, Handler>> = {
  '/sale/packages': ({ shelf: { studio }, query }) => {
    const rows = packageRecords(studio, query.int('locationId')).filter(
      (record) =>
        wanted(query.list('packageIds'), record['Id']) &&
        (record['SellOnline'] === true || !query.flag('sellOnline', false)),
    )
    return page('Packages', rowsOf(rows), query)
  },
  '/sale/giftcards': ({ shelf: { studio }, query }) => {
    const locationId = query.int('locationId')
    const sold = locationId === undefined || studio.plan.locations.some(({ id }) => id === locationId)
    const rows = giftCardRecords(studio, query.flag('includeCustomLayouts', false)).filter(
      (record) => sold && wanted(query.list('ids'), record['Id']),
    )
    return page('GiftCards', rowsOf(rows), query)
  },
  '/sale/productsinventory': ({ shelf: { studio }, query }) => {
    const rows = inventoryRecords(studio).filter(
      (record) =>
        wanted(query.list('productIds'), record['ProductId']) &&
        wanted(query.list('barcodeIds'), record['BarcodeId']) &&
        wanted(query.list('locationIds'), record['LocationId']),
    )
    return page('ProductsInventory', rowsOf(rows), query)
  },
}
