// A headless Chromium that must stay at home: pages open from disk, and what they say, ask and throw is kept.
import { access } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

const findChromium = async (): Promise<string> => {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  const paths = ['/usr/bin/chromium', ...names.flatMap((name) => folders.map((folder) => join(folder, name)))]
  for (const path of paths) if (await isThere(path)) return path
  throw new Error('No Chromium on this machine: install it (Debian: apt install chromium).')
}

export const openBrowser = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: await findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  })

export interface Visit {
  readonly page: Page
  /** Errors on the console, uncaught errors and dialogs. */
  readonly troubles: readonly string[]
  /** Every address asked for, the page's own included. */
  readonly requests: readonly string[]
  readonly url: string
}

/** Opens a file as a person would, by its path. */
export const visit = async (
  browser: Browser,
  file: string,
  screen: { readonly width: number; readonly isDark?: boolean },
): Promise<Visit> => {
  const page = await browser.newPage({
    viewport: { width: screen.width, height: 900 },
    colorScheme: screen.isDark === true ? 'dark' : 'light',
  })
  const troubles: string[] = []
  const requests: string[] = []
  page.on('console', (message) => {
    if (message.type() !== 'log') troubles.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => troubles.push(`uncaught: ${error.message}`))
  page.on('dialog', async (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`)
    await dialog.dismiss()
  })
  page.on('request', (request) => requests.push(request.url()))
  const url = pathToFileURL(file).href
  await page.goto(url, { waitUntil: 'networkidle' })
  return { page, troubles, requests, url }
}
