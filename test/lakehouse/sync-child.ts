// A sync of everything in a process of its own, for tests that kill it or take its disk away. Ends with the problem's exit code.
import { toProblem } from '../../src/core/errors.ts'
import { syncOnce } from './line.ts'

const [, , home = '', url = '', runId = ''] = process.argv
try {
  const { streams } = await syncOnce({ home, url, runId })
  process.exitCode = streams.every(({ status }) => status === 'complete') ? 0 : 1
} catch (error) {
  process.exitCode = toProblem(error).exitCode
}
