// Two lanes: `fast` is what `npm test` runs, `slow` holds the kill loops and whole-product runs of `npm run lanes`.
import { defineConfig } from 'vitest/config'

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
          testTimeout: 1_500_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
