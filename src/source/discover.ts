// The Airbyte verb `discover`: the catalog, which is the same for every configuration.
import { catalogOf } from './catalog.ts'
import type { Protocol } from './protocol.ts'
import type { Stream } from './stream.ts'

export const discover = (protocol: Protocol, streams: readonly Stream[]): Promise<void> =>
  protocol.catalog(catalogOf(streams))
