// `read` of the default streams without parents, which take few calls; all the others are in the slow lane.
import { defaultStreams } from '../../src/source/stream.ts'
import { streams } from '../../streams/index.ts'
import { describeReads } from './read-suite.ts'

describeReads(
  defaultStreams(streams)
    .filter(({ parent }) => parent === undefined)
    .map(({ name }) => name),
  0.7,
)
