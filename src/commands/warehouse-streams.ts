// The relations a warehouse is opened with: the API's resources, and the events Mindbody sends.
import type { Stream } from '../source/stream.ts'
import { webhookEvents } from '../webhooks/event-stream.ts'
import type { Cli } from './cli-type.ts'

/** Streams of the warehouse. Only the API's can be named, planned, read and listed; events come by the drain. */
export const warehouseStreams = (cli: Pick<Cli, 'streams'>): readonly Stream[] => [
  ...cli.streams,
  webhookEvents,
]
