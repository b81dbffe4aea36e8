import {
  OPERATIONS,
  type Capability,
  type KindInfo,
  type Operation,
  type ServiceInfo,
} from '../../shared/model/service'
import type { KindAdapter, PlatformAdapter } from '../platform/adapter'

/** What the window gets of an adapter: data only, and capabilities as they really are. */
export function serviceInfo(platform: PlatformAdapter): ServiceInfo {
  return {
    id: platform.id,
    name: platform.name,
    kinds: platform.kinds.map((kind) => kindInfo(platform, kind)),
  }
}

function kindInfo(platform: PlatformAdapter, kind: KindAdapter): KindInfo {
  const capabilities = Object.fromEntries(
    OPERATIONS.map((operation) => [operation, capabilityOf(kind, operation)]),
  ) as Record<Operation, Capability>
  return {
    id: kind.id,
    service: platform.id,
    servers: kind.servers.map(({ id, apiBase, webBase }) => ({ id, apiBase, webBase })),
    customServer: kind.customServer,
    fields: kind.fields.map((field) => ({ ...field, options: [...field.options] })),
    expiryRule: kind.expiryRule,
    perUserLimit: kind.perUserLimit,
    rateLimit: kind.rateLimit,
    capabilities,
    steps: kind.steps,
    deepLink: kind.deepLink,
    prefix: kind.prefix,
    envNames: [...kind.envNames],
    sources: kind.sources.map(({ title, url }) => ({ title, url })),
  }
}

/** An operation that is there can be done by the token; what is not is guided, or not possible. */
function capabilityOf(kind: KindAdapter, operation: Operation): Capability {
  if (operation === 'verify' || (operation === 'describe' && kind.describe)) return 'by-token'
  return kind.guided[operation] ?? 'none'
}
