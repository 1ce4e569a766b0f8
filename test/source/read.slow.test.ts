// `read` of every stream, the ones asked per client and per class included.
import { streams } from '../../streams/index.ts'
import { describeReads } from './read-suite.ts'

describeReads(
  streams.map(({ name }) => name),
  0.15,
)
