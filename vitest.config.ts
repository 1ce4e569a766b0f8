// The lanes: `fast` is what `npm test` runs; `npm run lanes` runs `slow`, two files at a time, and then `racing`, one by one.
import { defineConfig } from 'vitest/config'

/** Kill loops, signals and many processes at once: they race the machine, so nothing else may run beside them. */
const racing = [
  'test/commands/failures.slow.test.ts',
  'test/commands/protocol.slow.test.ts',
  'test/commands/terminal.slow.test.ts',
  'test/control/processes.slow.test.ts',
  'test/lakehouse/kill.slow.test.ts',
  'test/webhooks/kill.slow.test.ts',
]

export default defineConfig({
  test: {
    // Left alone, vitest keeps a core free, which on two cores is half of them.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.slow.test.ts'],
          // Files share what their worker has loaded and warmed up, the simulated year's code above all: a third less CPU. So no
          // module of the project or of a test helper may keep state that another file would see.
          isolate: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'slow',
          include: ['test/**/*.slow.test.ts'],
          exclude: racing,
          testTimeout: 1_500_000,
          hookTimeout: 600_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'racing',
          include: racing,
          testTimeout: 1_500_000,
          hookTimeout: 600_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
