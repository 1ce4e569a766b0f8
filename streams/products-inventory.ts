// Stock of each product at each location, as of now.
import { defineStream } from '../src/source/stream.ts'

export const productsInventory = defineStream({
  name: 'products_inventory',
  path: '/sale/productsinventory',
  rows: 'ProductsInventory',
  key: ['ProductId', 'BarcodeId', 'LocationId'],
  about: 'Stock of each product at each location, as of now.',
  staffToken: true,
  freshHours: 6,
  fields: {
    ProductId: 'id',
    BarcodeId: 'text',
    LocationId: 'id',
    UnitsLogged: 'int',
    UnitsSold: 'int',
    UnitsInStock: 'int',
    ReorderLevel: 'int',
    MaxLevel: 'int',
    CreatedDateTimeUTC: 'utc',
    ModifiedDateTimeUTC: 'utc',
  },
})
