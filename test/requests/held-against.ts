// The facts requests are held against: Mindbody's own document where MINDBODY_OPENAPI names its file, else those kept here.
import { readFileSync } from 'node:fs'
import { factsOfDocument } from './document-facts.ts'
import type { Facts } from './facts.ts'

interface HeldAgainst {
  readonly facts: Facts
  /** Said with the result: what the requests were held against. */
  readonly source: string
  readonly isDocument: boolean
}

export const keptFile = new URL('parameters.json', import.meta.url)

/** The facts kept with the project: the operations of the streams and of the tokens, and their parameters' types. */
export const keptFacts = (): Facts => JSON.parse(readFileSync(keptFile, 'utf8')) as Facts

/** The document of MINDBODY_OPENAPI, or undefined without one. @throws Error for a file that is missing or something else. */
export const givenFacts = (): Facts | undefined => {
  const path = process.env['MINDBODY_OPENAPI']
  return path === undefined || path === ''
    ? undefined
    : factsOfDocument(JSON.parse(readFileSync(path, 'utf8')))
}

export const heldAgainst = (): HeldAgainst => {
  const facts = givenFacts()
  if (facts !== undefined) {
    return {
      facts,
      source: `Mindbody's own document, ${Object.keys(facts).length} operations`,
      isDocument: true,
    }
  }
  return {
    facts: keptFacts(),
    source:
      "the facts kept in test/requests/parameters.json; MINDBODY'S OWN DOCUMENT WAS NOT GIVEN (set MINDBODY_OPENAPI to its path)",
    isDocument: false,
  }
}
