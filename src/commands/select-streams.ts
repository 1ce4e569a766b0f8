// Which streams a verb works on: names and patterns as a person writes them, turned into the list.
import { Problem } from '../core/errors.ts'
import { nearName } from '../core/near-name.ts'
import { defaultStreams } from '../source/stream.ts'
import type { Stream } from '../source/stream.ts'

/**
 * The streams asked for, in their declared order (parents before children). `a,b` names, `client_*` matches, `!client_visits`
 * takes away; with nothing but exclusions they are taken from the default selection. A pattern matches default streams only: one
 * that costs a call per client, or holds health or pay data, is read when its full name is given, never by a star.
 * @throws Problem USAGE for a name or pattern that matches nothing, or when nothing is left.
 */
export const selectStreams = (all: readonly Stream[], text: string | undefined): readonly Stream[] => {
  const standard = defaultStreams(all)
  if (text === undefined) return standard
  const wanted = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const taken = wanted.filter((part) => !part.startsWith('!'))
  const excluded = wanted.filter((part) => part.startsWith('!')).map((part) => part.slice(1).trim())

  const included = new Set(taken.length === 0 && excluded.length > 0 ? standard : [])
  for (const part of taken) for (const stream of matching(part, all, standard)) included.add(stream)
  for (const part of excluded) for (const stream of matching(part, all, all)) included.delete(stream)
  if (included.size === 0) {
    throw new Problem('USAGE', {
      what: `--streams ${JSON.stringify(text)} leaves no stream.`,
      remedy: 'Leave --streams out to take all default streams.',
    })
  }
  return all.filter((stream) => included.has(stream))
}

/** Streams of one name (of all) or pattern (of `matched`). */
const matching = (part: string, all: readonly Stream[], matched: readonly Stream[]): readonly Stream[] => {
  if (!part.includes('*')) {
    const named = all.find(({ name }) => name === part)
    if (named === undefined) throw unknownName(part, all)
    return [named]
  }
  const pattern = new RegExp(`^${part.split('*').map(escaped).join('.*')}$`)
  const found = matched.filter(({ name }) => pattern.test(name))
  if (found.length > 0) return found
  const optIn = all.filter(({ name }) => pattern.test(name)).map(({ name }) => name)
  throw new Problem('USAGE', {
    what: `No default stream matches "${part}".`,
    ...(optIn.length === 0 ? {} : { why: `A pattern does not match ${optIn.join(', ')}: name it in full.` }),
    remedy: 'See `mindbody-elt discover` for all streams.',
  })
}

const escaped = (text: string): string => text.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)

const unknownName = (name: string, all: readonly Stream[]): Problem => {
  const names = all.map((stream) => stream.name)
  const near = nearName(name, names)
  const alike = names.filter((candidate) => candidate.includes(name) || name.includes(candidate))
  const meant = near === undefined ? alike : [...new Set([near, ...alike])]
  return new Problem('USAGE', {
    what: `There is no stream "${name}".`,
    remedy:
      meant.length === 0
        ? `Streams: ${names.join(', ')}.`
        : `Did you mean ${meant.slice(0, 5).join(', ')}? See \`mindbody-elt discover\` for all streams.`,
  })
}

/** Streams that are asked per row of another one which this selection does not read: told, since they work on what is known. */
export const missingParents = (
  streams: readonly Stream[],
): readonly { readonly stream: string; readonly parent: string }[] =>
  streams.flatMap(({ name, parent }) =>
    parent === undefined || streams.some((stream) => stream.name === parent.stream)
      ? []
      : [{ stream: name, parent: parent.stream }],
  )
