// `read` of the streams that take few calls; those asked per client or class are in the slow lane.
import { streams } from '../../streams/index.ts'
import { describeReads } from './read-suite.ts'

const costly: ReadonlySet<string> = new Set([
  'class_visits',
  'client_contracts',
  'client_services',
  'client_visits',
])

describeReads(
  streams.map(({ name }) => name).filter((name) => !costly.has(name)),
  0.7,
)
