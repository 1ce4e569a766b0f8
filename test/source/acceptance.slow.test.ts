// Airbyte's acceptance rules over every stream.
import { streams } from '../../streams/index.ts'
import { describeAcceptance } from './acceptance.ts'

describeAcceptance(
  streams.map(({ name }) => name),
  2,
)
