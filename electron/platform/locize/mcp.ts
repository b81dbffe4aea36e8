import { z } from 'zod'
import { ask, evidence, type Judge } from '../common/answer'
import type { Context, HttpRequest, Verification } from '../adapter'

/** Where Locize answers the Model Context Protocol; the only place that takes a token alone. */
export const MCP_BASE = 'https://mcp.locize.app'

const PROTOCOL = '2025-06-18'
const answered = z.object({ result: z.record(z.string(), z.unknown()) })
const listed = z.object({ result: z.object({ isError: z.boolean().optional() }) })

const failure = z.object({ error: z.literal('invalid_token') })

/**
 * `invalid_token`, in the body or in WWW-Authenticate (RFC 6750, section 3.1,
 * https://www.rfc-editor.org/rfc/rfc6750), is about the token; a bare 401 may be anybody's.
 */
const judge: Judge = (reply) => {
  const said =
    failure.safeParse(reply.json).success ||
    /\berror="?invalid_token\b/i.test(reply.header('www-authenticate') ?? '')
  return reply.status === 401 && said
    ? evidence('rejected', 'unknown-or-expired', { reply, code: 'invalid_token' })
    : null
}

/**
 * Asks for the list of projects that the token reaches (Locize docs, 'MCP'). Accepted at the door
 * is all that is read: the form of the list is not documented.
 */
export async function verifyByMcp(ctx: Context): Promise<Verification> {
  const hello = await ask(ctx, {
    request: call(1, 'initialize', {
      params: {
        protocolVersion: PROTOCOL,
        capabilities: {},
        clientInfo: { name: 'keyglot', version: '1' },
      },
    }),
    shape: answered,
    judge,
  })
  if (!hello.ok) return { evidence: hello.error, description: {} }
  const session = hello.value.reply.header('mcp-session-id')
  const headers = {
    'mcp-protocol-version': PROTOCOL,
    ...(session !== null && /^[\x21-\x7e]{1,200}$/.test(session)
      ? { 'mcp-session-id': session }
      : {}),
  }
  await ctx.http.request(call(null, 'notifications/initialized', { headers }))
  const projects = await ask(ctx, {
    request: call(2, 'tools/call', { params: { name: 'list_projects', arguments: {} }, headers }),
    shape: listed,
    judge,
  })
  if (session !== null) {
    await ctx.http.request({ method: 'DELETE', path: '/', base: MCP_BASE, headers })
  }
  if (!projects.ok) return { evidence: projects.error, description: {} }
  const { data, reply } = projects.value
  const works = data.result.isError !== true
  return {
    evidence: works
      ? evidence('valid', 'accepted', { reply })
      : evidence('unclear', 'unexpected', { reply }),
    description: {},
  }
}

/** `id` null: a notification, which has no answer. */
function call(
  id: number | null,
  method: string,
  message: { params?: unknown; headers?: Record<string, string> },
): HttpRequest {
  return {
    method: 'POST',
    path: '/',
    base: MCP_BASE,
    headers: { accept: 'application/json, text/event-stream', ...message.headers },
    json: {
      jsonrpc: '2.0',
      ...(id === null ? {} : { id }),
      method,
      ...(message.params === undefined ? {} : { params: message.params }),
    },
  }
}
