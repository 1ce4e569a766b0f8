// A real Postgres server of its own for tests and benches: made in a temporary folder, on a free port, gone when stopped.
import { spawn, spawnSync } from 'node:child_process'
import { access, chown, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

const startMs = 60_000
const password = 'pg-secret-0815'

/** Debian keeps the server's programs out of the PATH. */
const programOf = async (name) => {
  const debian = '/usr/lib/postgresql'
  const versions = await readdir(debian).catch(() => [])
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions
      .toSorted((one, other) => Number(other) - Number(one))
      .map((version) => join(debian, version, 'bin')),
  ]
  for (const folder of folders) {
    const path = join(folder, name)
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path
  }
  throw new Error(`${name} is nowhere: install Postgres (Debian: apt install postgresql).`)
}

/** Postgres refuses to run as root: then it runs as the user that its package made, or as nobody. */
const runAs = () => {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (flag) =>
    ['postgres', 'nobody']
      .map((user) => spawnSync('id', [flag, user], { encoding: 'utf8' }))
      .find(({ status }) => status === 0)?.stdout
  return { uid: Number(idOf('-u')), gid: Number(idOf('-g')) }
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

const exited = (child) =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', resolve))

const run = async (program, args, options) => {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
  const said = []
  child.stderr.on('data', (text) => said.push(text))
  await exited(child)
  if (child.exitCode !== 0) throw new Error(`${program} failed: ${said.join('')}`)
}

const canConnect = async (url) => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

/** Starts a server with the settings of a fresh installation, so with fsync; see the types beside this file. */
export const startPostgres = async ({ isDurable = true } = {}) => {
  const [initdb, postgres] = [await programOf('initdb'), await programOf('postgres')]
  const owner = runAs()
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'))
  if (owner !== undefined) await chown(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const options = { ...owner, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' } }
  await run(initdb, ['-D', data, '-U', 'mindbody', '-A', 'trust', '-E', 'UTF8', '--no-sync'], options)
  const port = await freePort()
  const url = `postgres://mindbody:${password}@127.0.0.1:${port}/postgres`
  let server
  let schemas = 0

  const kill = async (signal) => {
    const running = server
    server = undefined
    if (running === undefined) return
    running.kill(signal)
    await exited(running)
  }
  const start = async () => {
    const flush = isDurable ? [] : ['-c', 'fsync=off']
    const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, ...flush]
    server = spawn(postgres, args, { ...options, stdio: 'ignore' })
    // A test run that ends in the middle leaves no server behind.
    process.once('exit', () => server?.kill('SIGQUIT'))
    const deadline = Date.now() + startMs
    while (!(await canConnect(url))) {
      if (server.exitCode !== null || Date.now() > deadline) {
        await kill('SIGKILL')
        throw new Error('Postgres did not start.')
      }
      await sleep(50)
    }
  }
  const stop = async () => {
    await kill('SIGINT')
    await rm(folder, { recursive: true, force: true })
  }
  const query = async (text) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query(text)).rows
    } finally {
      await client.end()
    }
  }
  await start()
  return {
    url,
    password,
    port,
    query,
    freshUrl: async () => {
      schemas += 1
      const schema = `home_${schemas}`
      await query(`create schema ${schema}`)
      return `${url}?options=-csearch_path%3D${schema}`
    },
    crash: () => kill('SIGQUIT'),
    start,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
