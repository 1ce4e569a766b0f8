// A look at an address of ours from here: whether anybody answers there, and what.
import { Agent, request } from 'undici'

export type Sighting =
  | { readonly kind: 'answered'; readonly status: number; readonly allow: string }
  | { readonly kind: 'silent'; readonly why: string }

/** As long as Mindbody waits for an answer. */
const timeoutMs = 10_000
const bodyBytes = 64 * 1024

/** Asks with GET, redirects not followed; throws only when the signal aborts. */
export const lookAt = async (url: string, signal: AbortSignal): Promise<Sighting> => {
  const agent = new Agent({ connections: 1, maxResponseSize: bodyBytes })
  try {
    const response = await request(url, {
      method: 'GET',
      headers: { 'user-agent': 'mindbody-elt' },
      dispatcher: agent,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    })
    await response.body.dump()
    const allow = String(response.headers['allow'] ?? '')
    return { kind: 'answered', status: response.statusCode, allow }
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof Error)) return { kind: 'silent', why: String(error) }
    return {
      kind: 'silent',
      why: error.message || ((error as NodeJS.ErrnoException).code ?? error.name),
    }
  } finally {
    await agent.close()
  }
}
