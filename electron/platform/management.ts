/**
 * Creating, listing and revoking tokens on a platform. An adapter that has a `Management` for a
 * kind can do it by API; what it lacks is guided in the browser.
 */
import type { KindId } from '../../shared/model/service'
import type { Problem } from '../../shared/model/management'
import type { Result } from '../../shared/result'
import type { SecretText } from '../service/secret'
import type { Context, Subject } from './adapter'

/**
 * Why a call did not do what was asked. `effect` decides what may follow: after `none` the platform
 * is as before (it answered so, or the request never left), and the call may be repeated; after
 * `unknown` it may have been done, and only a look at the platform's list tells.
 */
export interface ManageFailure {
  readonly problem: Problem
  readonly effect: 'none' | 'unknown'
  /** HTTP status, if there was an answer. */
  readonly status: number | null
  /** The platform's own error code, cleaned (see `evidence`). */
  readonly code: string | null
  /** Epoch ms before which asking again is pointless. */
  readonly retryAt: number | null
}

export type Managed<T> = Result<T, ManageFailure>

/** What a person types to sign in. Lives in memory, as long as the rotation or revocation at most. */
export interface SignIn {
  readonly username: string
  readonly password: SecretText
  /** A one-time code, as typed; null: none was asked for yet. */
  readonly code: string | null
}

/** How one gets in to manage: with another token of the vault, or with a sign-in. */
export type Key =
  | { readonly by: 'token'; readonly ctx: Context; readonly manager: Subject }
  | { readonly by: 'sign-in'; readonly ctx: Context; readonly signIn: SignIn }

/** What goes along with every managing call. Its secrets are wiped with `end`. */
export interface Session {
  /** Sent instead of the token; a one-time code beside it where the platform wants one. */
  readonly credential: {
    readonly header: string
    readonly value: SecretText
    readonly scheme?: string
  }
  readonly headers?: Readonly<Record<string, string>>
  /** Epoch ms after which it is not accepted any more; null: not told. */
  readonly endsAt: number | null
  /** What the sign-in told that paths need, for example Lokalise's team. */
  readonly place: Readonly<Record<string, string>>
}

/** A token as the platform lists it. What it does not tell is null (`expiresAt` undefined). */
export interface RemoteToken {
  readonly id: string
  readonly name: string | null
  readonly createdAt: number | null
  readonly lastUsedAt: number | null
  /** Epoch ms; null: never. */
  readonly expiresAt: number | null | undefined
  readonly scopes: readonly string[] | null
  readonly projectId: string | null
  readonly project: string | null
  /** Whether this is that value, as far as the list lets one tell; null: it does not. */
  matches(secret: SecretText): boolean | null
  /** The value in clear, where a platform lists it so (Lokalise). Wiped by whoever asked. */
  readonly secret?: SecretText
}

/** The token to be made: like the old one, with a name of its own. */
export interface CreatePlan {
  /** Where the platform lets it have one: unique, so that a lost answer can be settled by it. */
  readonly name: string
  /** Epoch ms; null: never. */
  readonly expiresAt: number | null
  /** The old one as listed. */
  readonly like: RemoteToken
}

/**
 * A token that was made; its value is told this once. Of a kind with a `successor` it is one of
 * that.
 */
export interface MadeToken {
  readonly remote: RemoteToken
  readonly secret: SecretText
}

/** All calls are about tokens of the subject's kind, at its server and in its project. */
export interface Management {
  /** `token`: a kind whose tokens may manage these. */
  readonly access: { readonly by: 'token'; readonly kind: KindId } | { readonly by: 'sign-in' }
  /** Longest name that the platform takes; 0: its tokens have no names. */
  readonly nameMax: number
  /** Whether its lists show the values in clear, so that a lost one can be taken up again. */
  readonly showsValues: boolean
  /** Whether the expiry can be chosen when a token is made. */
  readonly choosesExpiry: boolean
  /** Its list tells when each was last used: null there is 'never', not 'not told'. */
  readonly tellsUse?: true
  readonly open: (key: Key, subject: Subject) => Promise<Managed<Session>>
  /** All of them, over all pages. */
  list(ctx: Context, session: Session, subject: Subject): Promise<Managed<readonly RemoteToken[]>>
  /** The listed one that the subject's value is; null: none of this account is. */
  find(ctx: Context, session: Session, subject: Subject): Promise<Managed<RemoteToken | null>>
  /**
   * The id of the subject's value, which only the value itself can ask for; null: the platform
   * takes it for none of its own. Where a list does not let one tell (`RemoteToken.matches`).
   */
  readonly identify?: (ctx: Context, subject: Subject) => Promise<Managed<string | null>>
  /** Never repeated after a failure with effect `unknown`. */
  create(
    ctx: Context,
    session: Session,
    order: { readonly subject: Subject; readonly plan: CreatePlan },
  ): Promise<Managed<MadeToken>>
  /** May be repeated. `gone`: it was not there any more, which proves nothing of the value. */
  revoke(
    ctx: Context,
    session: Session,
    order: { readonly subject: Subject; readonly id: string },
  ): Promise<Managed<'revoked' | 'gone'>>
  /** Lets the platform end it at a time of its own (Phrase Strings: `expires_at`); null: never. */
  readonly limit?: (
    ctx: Context,
    session: Session,
    order: { readonly subject: Subject; readonly id: string; readonly at: number | null },
  ) => Promise<Managed<void>>
}

/** How a service opens a session. */
export type ManagerKey =
  | { readonly by: 'token'; readonly manager: Subject }
  | { readonly by: 'sign-in'; readonly signIn: SignIn }

/**
 * A session of one account, for all kinds of its service that are managed alike. Nothing that it
 * answers holds a secret but `MadeToken.secret` and `RemoteToken.secret`. `end` wipes its own.
 */
export interface OpenSession {
  readonly endsAt: number | null
  list(subject: Subject): Promise<Managed<readonly RemoteToken[]>>
  find(subject: Subject): Promise<Managed<RemoteToken | null>>
  /**
   * undefined: its platform needs no asking, the list tells (`Management.identify`). The value is
   * asked about at its own server, which may be another than the session's.
   */
  identify(subject: Subject): Promise<Managed<string | null | undefined>>
  create(subject: Subject, plan: CreatePlan): Promise<Managed<MadeToken>>
  revoke(subject: Subject, id: string): Promise<Managed<'revoked' | 'gone'>>
  /** `unclear` with effect `none` where the platform has no such thing (`Management.limit`). */
  limit(subject: Subject, id: string, at: number | null): Promise<Managed<void>>
  end(): void
}
