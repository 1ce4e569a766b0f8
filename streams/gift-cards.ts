// Gift cards for sale (not the cards issued).
import { defineStream } from '../src/source/stream.ts'

export const giftCards = defineStream({
  name: 'gift_cards',
  path: '/sale/giftcards',
  rows: 'GiftCards',
  key: ['Id'],
  about: 'Gift cards for sale (not the cards issued).',
  send: { 'request.includeCustomLayouts': 'true' },
  freshHours: 6,
  fields: {
    Id: 'id',
    LocationIds: 'list',
    Description: 'text',
    EditableByConsumer: 'flag',
    CardValue: 'money',
    SalePrice: 'money',
    SoldOnline: 'flag',
    MembershipRestrictionIds: 'list',
    GiftCardTerms: 'text',
    ContactInfo: 'text',
    DisplayLogo: 'flag',
    Layouts: 'list',
  },
})
