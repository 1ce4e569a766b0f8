// Packages: services and products sold as one.
import { defineStream } from '../src/source/stream.ts'

export const packages = defineStream({
  name: 'packages',
  path: '/sale/packages',
  rows: 'Packages',
  key: ['Id'],
  about: 'Packages: services and products sold as one.',
  freshHours: 6,
  fields: {
    Id: 'id',
    Name: 'text',
    DiscountPercentage: 'number',
    SellOnline: 'flag',
    Services: 'list',
    Products: 'list',
  },
})
