import { err, ok } from '../../shared/result'
import type { Logger } from '../service/port'
import type { BoundHttp, Context, Subject } from './adapter'
import { cleanText } from './common/text'
import { taintOf } from './guard'
import type {
  Key,
  Managed,
  ManageFailure,
  Management,
  ManagerKey,
  OpenSession,
  RemoteToken,
  Session,
} from './management'

/** A subject at its server. */
export interface Bound {
  readonly ctx: Context
  /** The server's own base. */
  readonly base: string
  /** How its kind is managed. */
  readonly manage: Management | undefined
}

/** What a session needs of the registry. */
export interface SessionDeps {
  readonly log: Logger
  /** A client for one subject; null: its server is none that its kind could have. */
  bind(subject: Subject): Promise<Bound | null>
}

const BROKEN: ManageFailure = {
  problem: 'unclear',
  effect: 'none',
  status: null,
  code: null,
  retryAt: null,
}

type Make<T> = (manage: Management, ctx: Context) => Promise<Managed<T>>

/** Opens a session; its answers are cleaned of every secret that went along. Never throws. */
export async function openSession(
  deps: SessionDeps,
  subject: Subject,
  key: ManagerKey,
): Promise<Managed<OpenSession>> {
  const home = await bound(deps, subject)
  if (home?.manage === undefined || !fits(home.manage.access, key)) return err(BROKEN)
  const { manage, base } = home
  const from = key.by === 'token' ? await bound(deps, key.manager) : home
  if (from === null) return err(BROKEN)
  const secrets = secretsOf(subject, key)
  const ctx: Context = { ...from.ctx, http: noting(from.ctx.http, secrets) }
  const whole: Key = { ...key, ctx }
  const opened = await guarded(deps.log, secrets, {
    effect: 'none',
    make: () => manage.open(whole, subject),
  })
  if (!opened.ok) return opened
  return ok(new Managing(deps, { manage, base }, { session: opened.value, secrets }))
}

async function bound(deps: SessionDeps, subject: Subject): Promise<Bound | null> {
  try {
    return await deps.bind(subject)
  } catch (cause) {
    deps.log.fault('A platform could not be asked', cause)
    return null
  }
}

function fits(access: Management['access'], key: ManagerKey): boolean {
  if (access.by === 'sign-in' || key.by === 'sign-in') return access.by === key.by
  return access.kind === key.manager.kind
}

/**
 * An open session, for all kinds with the same way in at the same server: a credential that was
 * made there goes nowhere else, whatever subject is given.
 */
class Managing implements OpenSession {
  readonly endsAt: number | null
  readonly #deps: SessionDeps
  readonly #open: Management['open']
  readonly #base: string
  readonly #session: Session
  readonly #secrets: string[]

  constructor(
    deps: SessionDeps,
    { manage, base }: { readonly manage: Management; readonly base: string },
    held: { readonly session: Session; readonly secrets: string[] },
  ) {
    this.#deps = deps
    this.#open = manage.open
    this.#base = base
    this.#session = held.session
    this.#secrets = [...held.secrets, held.session.credential.value.text()]
    this.endsAt = held.session.endsAt
  }

  list: OpenSession['list'] = async (subject) => {
    const all = await this.#read(subject, (manage, ctx) => manage.list(ctx, this.#session, subject))
    return all.ok ? ok(all.value.flatMap((each) => this.#cleaned(subject, each) ?? [])) : all
  }

  find: OpenSession['find'] = async (subject) => {
    const one = await this.#read(subject, (manage, ctx) => manage.find(ctx, this.#session, subject))
    return one.ok ? ok(one.value && this.#cleaned(subject, one.value)) : one
  }

  identify: OpenSession['identify'] = (subject) =>
    this.#run(subject, {
      effect: 'none',
      // the value asks for itself, at its own server; nothing of the session goes along
      isAnywhere: true,
      make: (manage, ctx) =>
        manage.identify ? manage.identify(ctx, subject) : Promise.resolve(ok(undefined)),
    })

  create: OpenSession['create'] = async (subject, plan) => {
    const made = await this.#write(subject, (manage, ctx) =>
      manage.create(ctx, this.#session, { subject, plan }),
    )
    if (!made.ok) return made
    this.#secrets.push(made.value.secret.text())
    const remote = this.#cleaned(subject, made.value.remote)
    return remote === null ? err({ ...BROKEN, effect: 'unknown' }) : ok({ ...made.value, remote })
  }

  revoke: OpenSession['revoke'] = (subject, id) =>
    this.#write(subject, (manage, ctx) => manage.revoke(ctx, this.#session, { subject, id }))

  limit: OpenSession['limit'] = (subject, id, at) =>
    this.#write(subject, (manage, ctx) =>
      manage.limit
        ? manage.limit(ctx, this.#session, { subject, id, at })
        : Promise.resolve(err(BROKEN)),
    )

  end(): void {
    this.#session.credential.value.wipe()
    this.#secrets.length = 0
  }

  #read<T>(subject: Subject, make: Make<T>): Promise<Managed<T>> {
    return this.#run(subject, { effect: 'none', make })
  }

  #write<T>(subject: Subject, make: Make<T>): Promise<Managed<T>> {
    return this.#run(subject, { effect: 'unknown', make })
  }

  async #run<T>(
    subject: Subject,
    {
      effect,
      make,
      isAnywhere = false,
    }: {
      readonly effect: ManageFailure['effect']
      readonly make: Make<T>
      readonly isAnywhere?: boolean
    },
  ): Promise<Managed<T>> {
    const home = await bound(this.#deps, subject)
    const manage = home?.manage
    if (!home || manage?.open !== this.#open) return err(BROKEN)
    if (home.base !== this.#base && !isAnywhere) return err(BROKEN)
    return guarded(this.#deps.log, this.#secrets, { effect, make: () => make(manage, home.ctx) })
  }

  /**
   * A listed name can repeat a secret as any other text of a server can. null: its id does, which
   * would go into an address and be kept.
   */
  #cleaned(subject: Subject, remote: RemoteToken): RemoteToken | null {
    const own = remote.secret === undefined ? [] : [remote.secret.text()]
    const isTainted = taintOf([...this.#secrets, ...own, subject.secret.text()])
    if (isTainted(remote.id)) return null
    const clean = (text: string | null): string | null =>
      text === null || isTainted(text) ? null : cleanText(text)
    return {
      ...remote,
      name: clean(remote.name),
      project: clean(remote.project),
      projectId: clean(remote.projectId),
      scopes: remote.scopes?.filter((scope) => !isTainted(scope)) ?? null,
    }
  }
}

function secretsOf(subject: Subject, key: ManagerKey): string[] {
  const own = subject.secret.text()
  if (key.by === 'token') return [own, key.manager.secret.text()]
  const { password, code } = key.signIn
  return [own, password.text(), ...(code === null ? [] : [code])]
}

/** Remembers which further secrets go along, so that none of them stays in an answer. */
export function noting(http: BoundHttp, secrets: string[]): BoundHttp {
  return {
    request: (request) => {
      if (typeof request.credential === 'object') secrets.push(request.credential.value.text())
      return http.request(request)
    },
  }
}

/** Makes a call. An adapter that breaks off inside a write has perhaps done what was asked. */
async function guarded<T>(
  log: Logger,
  secrets: readonly string[],
  {
    effect,
    make,
  }: { readonly effect: ManageFailure['effect']; readonly make: () => Promise<Managed<T>> },
): Promise<Managed<T>> {
  try {
    const outcome = await make()
    if (outcome.ok) return outcome
    const { error } = outcome
    const isTainted = taintOf(secrets)
    return err(error.code !== null && isTainted(error.code) ? { ...error, code: null } : error)
  } catch (cause) {
    log.fault('A platform adapter failed', cause)
    return err({ ...BROKEN, effect })
  }
}
