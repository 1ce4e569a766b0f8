// Mobile carriers, as client profiles name them.
import { defineStream } from '../src/source/stream.ts'

export const mobileProviders = defineStream({
  name: 'mobile_providers',
  path: '/site/mobileproviders',
  rows: 'MobileProviders',
  key: ['Id'],
  about: 'Mobile carriers, as client profiles name them.',
  paged: false,
  freshHours: 20,
  fields: {
    Id: 'id',
    Active: 'flag',
    ProviderName: 'text',
    ProviderAddress: 'text',
  },
})
