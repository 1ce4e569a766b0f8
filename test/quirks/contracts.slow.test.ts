// Quirks of contracts held by clients: each reading asks for every client.
import { expect } from 'vitest'
import { byKey, openStudio, quirk, valuesOf } from './quirk.ts'

openStudio()

const stream = 'client_contracts'

quirk('client-contracts-repeated', async ({ read, truth }) => {
  const { lost, recordsOf } = await read([stream])
  expect(lost).toEqual([])
  expect(valuesOf(recordsOf(stream), 'Id')).toEqual(valuesOf(truth(stream), 'Id'))
})

quirk('contract-autopays-cut', async ({ read, truth, mend }) => {
  const known = byKey(truth(stream), 'Id', 'UpcomingAutopayEvents')
  const odd = await read([stream])
  const cut = odd.recordsOf(stream).filter(({ AutopayStatus }) => AutopayStatus === 'Suspended')
  expect(cut.length).toBeGreaterThan(0)
  for (const row of cut) expect(row.UpcomingAutopayEvents).toHaveLength(2)
  mend()
  const mended = await read([stream])
  expect(byKey(mended.recordsOf(stream), 'Id', 'UpcomingAutopayEvents')).toEqual(known)
})

quirk('auto-renewing-unreliable', async ({ read, truth, mend }) => {
  const known = byKey(truth(stream), 'Id', 'AutoRenewing')
  const odd = await read([stream])
  expect(byKey(odd.recordsOf(stream), 'Id', 'AutoRenewing')).not.toEqual(known)
  mend()
  const mended = await read([stream])
  expect(byKey(mended.recordsOf(stream), 'Id', 'AutoRenewing')).toEqual(known)
})

quirk('payer-differs-from-user', async ({ read, truth }) => {
  const { recordsOf } = await read([stream])
  expect(new Set(valuesOf(recordsOf(stream), 'PayerClientId'))).toEqual(new Set(['4711']))
  expect(byKey(recordsOf(stream), 'Id', 'ClientId')).toEqual(byKey(truth(stream), 'Id', 'ClientId'))
})

quirk('contract-without-autopays', async ({ read, truth }) => {
  const { lost, recordsOf } = await read([stream])
  expect(lost).toEqual([])
  expect(recordsOf(stream)).toHaveLength(truth(stream).length)
  const events = new Set(
    recordsOf(stream).map(({ UpcomingAutopayEvents }) => JSON.stringify(UpcomingAutopayEvents)),
  )
  expect(events).toEqual(new Set(['null', '[]']))
})
