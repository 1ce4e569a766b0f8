// Preloaded into a measured process: tells on its fourth stream what the process took, at its end.
import { writeSync } from 'node:fs'

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const tenths = (seconds) => Math.round(seconds * 10) / 10
  writeSync(
    3,
    JSON.stringify({
      seconds: tenths(process.uptime()),
      cpu_seconds: tenths((userCPUTime + systemCPUTime) / 1e6),
      // maxRSS is in KiB.
      peak_rss_mb: Math.round((maxRSS * 1024) / 1e6),
    }),
  )
})
