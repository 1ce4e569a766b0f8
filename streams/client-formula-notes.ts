// Formula notes of each client.
import { defineStream } from '../src/source/stream.ts'

export const clientFormulaNotes = defineStream({
  name: 'client_formula_notes',
  path: '/client/clientformulanotes',
  rows: 'FormulaNotes',
  key: ['Id'],
  about: 'Formula notes of each client.',
  parent: {
    stream: 'clients',
    field: 'Id',
    param: 'request.clientId',
    batch: 1,
    as: 'ClientId',
    due: 'changed',
    refreshDays: 30,
    seenIn: [{ stream: 'appointments', field: 'ClientId' }],
  },
  staffToken: true,
  optIn: 'One call per client, and notes about health.',
  personal: { Note: 'health', StaffFirstName: 'direct', StaffLastName: 'direct', StaffDisplayName: 'direct' },
  fields: {
    Id: 'id',
    ClientId: 'text',
    AppointmentId: 'id',
    EntryDate: 'local',
    Note: 'text',
    SiteName: 'text',
    StaffFirstName: 'text',
    StaffLastName: 'text',
    StaffDisplayName: 'text',
  },
})
