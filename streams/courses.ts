// Courses with their organizer and dates.
import { defineStream } from '../src/source/stream.ts'

export const courses = defineStream({
  name: 'courses',
  path: '/class/courses',
  rows: 'Courses',
  key: ['Id'],
  about: 'Courses with their organizer and dates.',
  // A series comes back for every window it touches, whenever it began: one window of the whole span is the only whole reading.
  incremental: {
    kind: 'window',
    startParam: 'getCoursesRequest.startDate',
    endParam: 'getCoursesRequest.endDate',
    stepDays: 36600,
    lookbackDays: 36600,
    recentDays: 36600,
    lookaheadDays: 366,
  },
  freshHours: 6,
  personal: { Organizer: 'direct', Notes: 'free_text' },
  fields: {
    Id: 'id',
    Name: 'text',
    Description: 'text',
    Notes: 'text',
    StartDate: 'local',
    EndDate: 'local',
    Location: 'object',
    Organizer: 'object',
    Program: 'object',
    ImageUrl: 'text',
  },
})
