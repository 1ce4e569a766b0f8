// The process that kill.slow.test.ts kills: one sync of everything.
import { syncOnce } from './line.ts'

const [, , home = '', url = '', runId = ''] = process.argv
const { streams } = await syncOnce({ home, url, runId })
process.exitCode = streams.every(({ status }) => status === 'complete') ? 0 : 1
