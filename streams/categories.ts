// Revenue categories with their subcategories.
import { defineStream } from '../src/source/stream.ts'

export const categories = defineStream({
  name: 'categories',
  path: '/site/categories',
  rows: 'Categories',
  key: ['Id'],
  about: 'Revenue categories with their subcategories.',
  freshHours: 6,
  fields: {
    Id: 'id',
    CategoryName: 'text',
    Description: 'text',
    Service: 'flag',
    Active: 'flag',
    IsPrimary: 'flag',
    IsSecondary: 'flag',
    CreatedDateTimeUTC: 'utc',
    ModifiedDateTimeUTC: 'utc',
    SubCategories: 'list',
    TotalCount: 'int',
  },
})
