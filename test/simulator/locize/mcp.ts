import { header, json, parseObject, type SimReply, type SimRequest } from '../types'
import { sentToken } from './api'
import type { LocizeAccount, LocizeState } from './state'

const PROTOCOLS = ['2025-11-25', '2025-06-18', '2025-03-26']
const RESOURCE = 'https://mcp.locize.app'

/**
 * `mcp.locize.app`: the Model Context Protocol over streamable HTTP
 * (https://modelcontextprotocol.io/specification, 'Transports'), as far as it tells whether a
 * personal access token works. [?] The form of the tool's result was not read.
 */
export function handleMcp(state: LocizeState, request: SimRequest): SimReply {
  if (request.path === '/.well-known/oauth-protected-resource') {
    return json(200, { resource: RESOURCE, authorization_servers: [RESOURCE] })
  }
  if (request.path !== '/') return json(404, { message: 'Not Found' })
  const record = state.tokens.live(sentToken(request) ?? '')
  // [?] That an API key is refused was not read; the page speaks of personal tokens only.
  if (record?.kind !== 'locize/pat') return unauthorized()
  record.lastUsedAt = request.now
  const account = request.foreign ? state.foreign : state.account(record.accountKey)
  if (request.method === 'DELETE') return endSession(state, request)
  if (request.method !== 'POST') return { status: 405, headers: { allow: 'POST, DELETE' } }
  return refuseTransport(request) ?? call(state, request, account)
}

function unauthorized(): SimReply {
  const metadata = `${RESOURCE}/.well-known/oauth-protected-resource`
  return json(
    401,
    { error: 'invalid_token', error_description: 'Unauthorized' },
    { 'www-authenticate': `Bearer error="invalid_token", resource_metadata="${metadata}"` },
  )
}

function refuseTransport(request: SimRequest): SimReply | undefined {
  const accept = header(request, 'accept') ?? ''
  if (!accept.includes('application/json') || !accept.includes('text/event-stream')) {
    return rpcError(406, null, [-32000, 'Not Acceptable'])
  }
  if (!/^application\/json(;|$)/.test(header(request, 'content-type') ?? '')) {
    return rpcError(415, null, [-32000, 'Unsupported Media Type'])
  }
  const version = header(request, 'mcp-protocol-version')
  if (version !== undefined && !PROTOCOLS.includes(version)) {
    return rpcError(400, null, [-32000, 'Unsupported protocol version'])
  }
  return undefined
}

function call(state: LocizeState, request: SimRequest, account: LocizeAccount): SimReply {
  const message = parseObject(request.body)
  if (message === undefined) return rpcError(400, null, [-32700, 'Parse error'])
  const { id, method } = { id: message['id'] ?? null, method: message['method'] }
  if (message['jsonrpc'] !== '2.0' || typeof method !== 'string') {
    return rpcError(400, id, [-32600, 'Invalid request'])
  }
  if (method === 'initialize') return initialize(state, message, id)
  const session = header(request, 'mcp-session-id')
  if (state.mcpNeedsSession && session === undefined) {
    return rpcError(400, id, [-32000, 'Mcp-Session-Id is missing'])
  }
  if (session !== undefined && !state.mcpSessions.has(session)) {
    return rpcError(404, id, [-32001, 'Session not found'])
  }
  if (id === null) return { status: 202 }
  if (method === 'tools/list') return result(state, id, { tools: [LIST_PROJECTS] })
  if (method !== 'tools/call') return rpcError(200, id, [-32601, 'Method not found'])
  return callTool(state, { id, params: message['params'] }, account)
}

const LIST_PROJECTS = {
  name: 'list_projects',
  description: 'Lists all projects accessible via your token',
  inputSchema: { type: 'object', properties: {} },
}

function initialize(state: LocizeState, message: Record<string, unknown>, id: unknown): SimReply {
  const params = (message['params'] ?? {}) as Record<string, unknown>
  const wanted = params['protocolVersion']
  const version = PROTOCOLS.find((item) => item === wanted) ?? PROTOCOLS[0]
  const session = state.deps.random.uuid()
  state.mcpSessions.add(session)
  const reply = result(state, id, {
    protocolVersion: version,
    capabilities: { tools: {} },
    serverInfo: { name: 'locize', version: '1.0.0' },
  })
  return { ...reply, headers: { ...reply.headers, 'mcp-session-id': session } }
}

function callTool(
  state: LocizeState,
  { id, params }: { id: unknown; params: unknown },
  account: LocizeAccount,
): SimReply {
  const name = (params as { name?: unknown } | undefined)?.name
  if (name !== 'list_projects') return rpcError(200, id, [-32602, 'Unknown tool'])
  const projects = state.reach(account).map(({ id: projectId, name: projectName }) => ({
    id: projectId,
    name: projectName,
  }))
  const text = JSON.stringify(projects)
  return result(state, id, { content: [{ type: 'text', text }], isError: false })
}

function result(state: LocizeState, id: unknown, value: unknown): SimReply {
  const message = { jsonrpc: '2.0', id, result: value }
  if (state.mcpAnswer === 'json') return json(200, message)
  const headers = { 'content-type': 'text/event-stream' }
  return { status: 200, headers, body: `event: message\ndata: ${JSON.stringify(message)}\n\n` }
}

function rpcError(status: number, id: unknown, [code, message]: [number, string]): SimReply {
  return json(status, { jsonrpc: '2.0', id, error: { code, message } })
}

function endSession(state: LocizeState, request: SimRequest): SimReply {
  const known = state.mcpSessions.delete(header(request, 'mcp-session-id') ?? '')
  return { status: known ? 204 : 404 }
}
