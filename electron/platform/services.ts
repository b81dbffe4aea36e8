import {
  OPERATIONS,
  serviceInfo,
  serviceOf,
  type Capability,
  type KindInfo,
  type Operation,
  type ServiceInfo,
} from '../../shared/model/service'
import type { KindAdapter, PlatformAdapter } from './adapter'

/** All services as data for the window; checked, so that a slip in an adapter shows at once. */
export function describeServices(adapters: readonly PlatformAdapter[]): ServiceInfo[] {
  return adapters.map(({ id, name, kinds, hosts }) =>
    serviceInfo.parse({ id, name, kinds: kinds.map((kind) => kindInfoOf(kind, hosts)) }),
  )
}

function kindInfoOf(kind: KindAdapter, hosts: readonly string[]): KindInfo {
  return {
    id: kind.id,
    service: serviceOf(kind.id),
    servers: [...kind.servers],
    customServer: kind.customServer,
    selfHosted: kind.selfHosted === true,
    hosts: [...hosts],
    fields: [...kind.fields],
    expiryRule: kind.expiryRule,
    perUserLimit: kind.perUserLimit,
    rateLimit: kind.rateLimit,
    capabilities: capabilitiesOf(kind),
    steps: kind.steps,
    deepLink: kind.deepLink,
    prefix: kind.prefix,
    envNames: [...kind.envNames],
    sources: [...kind.sources],
  }
}

/** Computed from the operations that are there, so that declared and real cannot differ. */
function capabilitiesOf(kind: KindAdapter): Record<Operation, Capability> {
  const present: Partial<Record<Operation, unknown>> = { ...kind, ...kind.manage }
  const entries = OPERATIONS.map((operation): [Operation, Capability] => [
    operation,
    present[operation] === undefined ? (kind.guided[operation] ?? 'none') : wayTo(kind, operation),
  ])
  return Object.fromEntries(entries) as Record<Operation, Capability>
}

function wayTo({ manage }: KindAdapter, operation: Operation): Capability {
  const managed = manage !== undefined && operation in manage
  return managed && manage.access.by === 'sign-in' ? 'by-sign-in' : 'by-token'
}
