// A sync of all default streams in a process of its own, for tests that kill it or take its disk away. Ends with the problem's exit code.
import { toProblem } from '../../src/core/errors.ts'
import { problemOf } from '../../src/lakehouse/sync.ts'
import { defaultStreams } from '../../src/source/stream.ts'
import { streams } from '../../streams/index.ts'
import { syncOnce } from './line.ts'

const [, , home = '', url = '', runId = ''] = process.argv
try {
  const names = defaultStreams(streams).map(({ name }) => name)
  const result = await syncOnce({ home, url, runId, streams: names })
  process.exitCode = problemOf(result)?.exitCode ?? 0
} catch (error) {
  process.exitCode = toProblem(error).exitCode
}
