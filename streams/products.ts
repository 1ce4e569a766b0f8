// Retail products; ProductId joins to sales, Id is the barcode.
import { defineStream } from '../src/source/stream.ts'

export const products = defineStream({
  name: 'products',
  path: '/sale/products',
  rows: 'Products',
  key: ['ProductId'],
  about: 'Retail products; ProductId joins to sales, Id is the barcode.',
  send: { 'request.sellOnline': 'false' },
  freshHours: 6,
  fields: {
    ProductId: 'id',
    Id: 'text',
    CategoryId: 'id',
    SubCategoryId: 'id',
    SecondaryCategoryId: 'id',
    Price: 'money',
    TaxIncluded: 'money',
    TaxRate: 'number',
    GroupId: 'id',
    Name: 'text',
    OnlinePrice: 'money',
    ShortDescription: 'text',
    LongDescription: 'text',
    TypeGroup: 'int',
    SupplierId: 'id',
    SupplierName: 'text',
    ImageURL: 'text',
    Color: 'object',
    Size: 'object',
    ManufacturerId: 'text',
  },
})
