import type { ServiceInfo } from '../../shared/model/service'

/** The messages that a platform has to have: its kinds, fields, servers and steps. */
export interface PlatformWords {
  /** Exactly these. */
  readonly needed: readonly string[]
  /** One of each, the particular before the general. */
  readonly choices: readonly (readonly string[])[]
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)

export function platformWords(services: readonly ServiceInfo[]): PlatformWords {
  const kinds = services.flatMap((service) => service.kinds)
  return {
    needed: [
      ...services.map((service) => `service.${service.id}`),
      ...kinds.flatMap((kind) => [
        `kind.${kind.id}`,
        `kind.${kind.id}.what`,
        ...numbers(kind.steps.create).map((step) => `step.${kind.id}.create.${step}`),
        ...numbers(kind.steps.delete).map((step) => `step.${kind.id}.delete.${step}`),
      ]),
    ],
    choices: kinds.flatMap((kind) => [
      ...kind.fields.map(({ key }) => [
        `field.${kind.id}.${key}`,
        `field.${kind.service}.${key}`,
        `field.${key}`,
      ]),
      ...[...kind.servers.map((server) => server.id), ...(kind.customServer ? ['custom'] : [])].map(
        (server) => [
          `server.${kind.id}.${server}`,
          `server.${kind.service}.${server}`,
          `server.${server}`,
        ],
      ),
    ]),
  }
}

const FACT = /\b(?:text|date|number|flag|list)Fact\(\s*'([a-z][a-z0-9-]*)'/g

/** The facts that an adapter's source names. */
export function factKeys(source: string): string[] {
  return [...source.matchAll(FACT)].map((match) => match[1] ?? '')
}
