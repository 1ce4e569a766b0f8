// What a class is: name, program, session type.
import { defineStream } from '../src/source/stream.ts'

export const classDescriptions = defineStream({
  name: 'class_descriptions',
  path: '/class/classdescriptions',
  rows: 'ClassDescriptions',
  key: ['Id'],
  about: 'What a class is: name, program, session type.',
  send: { 'request.includeInactive': 'true' },
  freshHours: 6,
  personal: { Notes: 'free_text' },
  fields: {
    Active: 'flag',
    Description: 'text',
    Id: 'id',
    ImageURL: 'text',
    LastUpdated: 'local',
    Level: 'object',
    Name: 'text',
    Notes: 'text',
    Prereq: 'text',
    Program: 'object',
    SessionType: 'object',
    Category: 'text',
    CategoryId: 'id',
    Subcategory: 'text',
    SubcategoryId: 'id',
  },
})
