// Courses with their organizer and dates.
import { defineStream } from '../src/source/stream.ts'

export const courses = defineStream({
  name: 'courses',
  path: '/class/courses',
  rows: 'Courses',
  key: ['Id'],
  about: 'Courses with their organizer and dates.',
  incremental: {
    kind: 'window',
    startParam: 'getCoursesRequest.startDate',
    endParam: 'getCoursesRequest.endDate',
    field: 'StartDate',
    stepDays: 366,
    lookbackDays: 366,
    recentDays: 31,
    lookaheadDays: 366,
  },
  freshHours: 6,
  personal: { Organizer: 'direct', Notes: 'free_text' },
  fields: {
    Id: 'id',
    Name: 'text',
    Description: 'text',
    Notes: 'text',
    StartDate: 'date',
    EndDate: 'date',
    Location: 'object',
    Organizer: 'object',
    Program: 'object',
    ImageUrl: 'text',
  },
})
