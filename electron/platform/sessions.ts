import { err, ok } from '../../shared/result'
import type { KindId } from '../../shared/model/service'
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

/** What a session needs of the registry. */
export interface SessionDeps {
  readonly log: Logger
  /** A client for one subject; null: its server is none that its kind could have. */
  bind(subject: Subject): Promise<Context | null>
  manage(kind: KindId): Management | undefined
}

const BROKEN: ManageFailure = {
  problem: 'unclear',
  effect: 'none',
  status: null,
  code: null,
  retryAt: null,
}

/** Opens a session; its answers are cleaned of every secret that went along. Never throws. */
export async function openSession(
  deps: SessionDeps,
  subject: Subject,
  key: ManagerKey,
): Promise<Managed<OpenSession>> {
  const manage = deps.manage(subject.kind)
  if (manage === undefined || !fits(manage.access, key)) return err(BROKEN)
  const secrets = secretsOf(subject, key)
  const ctx = await deps.bind(key.by === 'token' ? key.manager : subject)
  if (ctx === null) return err(BROKEN)
  const noted: Context = { ...ctx, http: noting(ctx.http, secrets) }
  const whole: Key = { ...key, ctx: noted }
  const opened = await guarded(deps.log, secrets, () => manage.open(whole, subject))
  return opened.ok ? ok(new Managing(deps, opened.value, secrets)) : opened
}

function fits(access: Management['access'], key: ManagerKey): boolean {
  if (access.by === 'sign-in' || key.by === 'sign-in') return access.by === key.by
  return access.kind === key.manager.kind
}

/** An open session. It serves all kinds of its service that are managed alike. */
class Managing implements OpenSession {
  readonly endsAt: number | null
  readonly #deps: SessionDeps
  readonly #session: Session
  readonly #secrets: string[]

  constructor(deps: SessionDeps, session: Session, secrets: readonly string[]) {
    this.#deps = deps
    this.#session = session
    this.#secrets = [...secrets, session.credential.value.text()]
    this.endsAt = session.endsAt
  }

  list: OpenSession['list'] = async (subject) => {
    const all = await this.#run(subject, (manage, ctx) => manage.list(ctx, this.#session, subject))
    return all.ok ? ok(all.value.flatMap((each) => this.#cleaned(subject, each) ?? [])) : all
  }

  find: OpenSession['find'] = async (subject) => {
    const one = await this.#run(subject, (manage, ctx) => manage.find(ctx, this.#session, subject))
    return one.ok ? ok(one.value && this.#cleaned(subject, one.value)) : one
  }

  create: OpenSession['create'] = async (subject, plan) => {
    const made = await this.#run(subject, (manage, ctx) =>
      manage.create(ctx, this.#session, { subject, plan }),
    )
    if (!made.ok) return made
    this.#secrets.push(made.value.secret.text())
    const remote = this.#cleaned(subject, made.value.remote)
    return remote === null ? err({ ...BROKEN, effect: 'unknown' }) : ok({ ...made.value, remote })
  }

  revoke: OpenSession['revoke'] = (subject, id) =>
    this.#run(subject, (manage, ctx) => manage.revoke(ctx, this.#session, { subject, id }))

  limit: OpenSession['limit'] = (subject, id, at) =>
    this.#run(subject, (manage, ctx) =>
      manage.limit
        ? manage.limit(ctx, this.#session, { subject, id, at })
        : Promise.resolve(err(BROKEN)),
    )

  end(): void {
    this.#session.credential.value.wipe()
    this.#secrets.length = 0
  }

  async #run<T>(
    subject: Subject,
    act: (manage: Management, ctx: Context) => Promise<Managed<T>>,
  ): Promise<Managed<T>> {
    const manage = this.#deps.manage(subject.kind)
    const ctx = await this.#deps.bind(subject)
    if (ctx === null || manage === undefined) return err(BROKEN)
    return guarded(this.#deps.log, this.#secrets, () => act(manage, ctx))
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

/** An adapter that breaks off has perhaps done what was asked. */
async function guarded<T>(
  log: Logger,
  secrets: readonly string[],
  act: () => Promise<Managed<T>>,
): Promise<Managed<T>> {
  try {
    const outcome = await act()
    if (outcome.ok) return outcome
    const { error } = outcome
    const isTainted = taintOf(secrets)
    return err(error.code !== null && isTainted(error.code) ? { ...error, code: null } : error)
  } catch (cause) {
    log.fault('A platform adapter failed', cause)
    return err({ ...BROKEN, effect: 'unknown' })
  }
}
