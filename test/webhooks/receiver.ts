// The compiled receiver as a child process: started, killed without warning as often as asked, and started again.
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { start } from '../commands/cli.ts'
import type { Running } from '../commands/cli.ts'

export interface Receiver {
  /** Scheme, host and port. */
  readonly origin: string
  /** How often it was killed so far. */
  readonly kills: () => number
  /** From now on it is killed so long after each time it stands, so often at most, and comes back. */
  killEvery(ms: number, most: number): Killing
  kill(): Promise<void>
  /** Asks it to end, and gives its exit code. */
  stop(): Promise<number | null>
}

export interface Killing {
  /** Ends it, and waits until the receiver stands. */
  calm(): Promise<void>
  /** Rejects when the receiver does not come back. */
  readonly broken: Promise<never>
}

export interface ReceiverOptions {
  readonly config: string
  readonly home: string
  /** A path it answers HEAD on. */
  readonly path: string
  readonly more?: readonly string[]
}

/** A port that was free a moment ago: the receiver comes back to the same one after each kill. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const standingMs = 60_000

/** Starts it and waits until it answers. It comes back by itself whenever `killEvery` has killed it. */
export const startReceiver = async (options: ReceiverOptions): Promise<Receiver> => {
  const { config, home, path, more = [] } = options
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const args = [
    'serve',
    '--config',
    config,
    '--home',
    home,
    '--port',
    String(port),
    '--ops-port',
    '0',
    ...more,
  ]
  let kills = 0
  let running: Running

  const stand = async (): Promise<void> => {
    running = start(args)
    let told: string | undefined
    void running.ended.then(({ exitCode, stderr }) => (told = `${exitCode ?? 'signal'}: ${stderr}`))
    const began = Date.now()
    while (!(await answers(`${origin}${path}`))) {
      if (told !== undefined) throw new Error(`The receiver ended with ${told}`)
      if (Date.now() - began > standingMs) throw new Error(`The receiver does not stand: ${running.stderr()}`)
      await sleep(20)
    }
  }
  const kill = async (): Promise<void> => {
    running.child.kill('SIGKILL')
    await running.ended
    kills += 1
  }
  const keepKilling = async (ms: number, most: number, end: AbortSignal): Promise<void> => {
    for (let nth = 0; nth < most; nth += 1) {
      await sleep(ms, undefined, { signal: end }).catch(() => undefined)
      if (end.aborted) return
      await kill()
      await stand()
    }
  }
  await stand()
  return {
    origin,
    kills: () => kills,
    killEvery: (ms, most) => {
      const end = new AbortController()
      const done = keepKilling(ms, most, end.signal)
      const broken = new Promise<never>((_resolve, reject) => void done.catch(reject))
      broken.catch(() => undefined)
      return {
        broken,
        calm: () => {
          end.abort()
          return done
        },
      }
    },
    kill,
    stop: async () => {
      running.child.kill('SIGTERM')
      return (await running.ended).exitCode
    },
  }
}

const answers = (url: string): Promise<boolean> =>
  fetch(url, { method: 'HEAD' }).then(
    ({ ok }) => ok,
    () => false,
  )
