import type { Draft, DraftId, Findings } from '../../shared/contract/token'
import type { Handlers } from '../../shared/contract/index'
import { appError } from '../../shared/error'
import type { KindId } from '../../shared/model/kind'
import type { CheckRecord, Expiry } from '../../shared/model/token'
import type { Reason, Verdict } from '../../shared/model/verdict-list'
import { foreignOwner } from '../../shared/foreign'
import { hintOf } from '../../shared/redact'
import { err, ok } from '../../shared/result'
import { findSecret } from '../../electron/service/paste'
import { rank } from '../../electron/platform/choose'
import type { Fake } from './fake-bridge'
import { adapters, services } from './fake-platforms'
import { DAY, fakeId, sampleToken } from './sample'

/** What a paste does at the fake's platforms: the end of the value says it. */
const ENDINGS: Readonly<Record<string, readonly [Verdict, Reason]>> = {
  dead: ['rejected', 'unknown-token'],
  gone: ['expired', 'past-expiry'],
  away: ['unreachable', 'offline'],
  slow: ['rate-limited', 'too-many-requests'],
  less: ['forbidden', 'missing-right'],
}

interface Held {
  readonly value: string
  readonly draft: Draft
  check: CheckRecord | null
}

/** Recognizes with the real recognizers; answers for the platforms by itself. */
export function draftHandlers(fake: Fake) {
  const held = new Map<DraftId, Held>()
  let serial = 0
  const kinds = services.flatMap((service) => service.kinds)
  return {
    'draft.open': ({ text }) => {
      const pasted = findSecret(text)
      if (!pasted.ok) return pasted
      const { value, wrapping, variable, baseUrl, context } = pasted.value
      const found =
        foreignOwner(value) === null
          ? rank(adapters.flatMap((adapter) => adapter.recognize(value, context)))
          : []
      serial += 1
      const draft: Draft = {
        id: String(serial).padStart(22, 'd') as DraftId,
        hint: hintOf(
          value,
          found[0] ? (kinds.find((kind) => kind.id === found[0]?.kind)?.prefix ?? '') : '',
        ),
        wrapping,
        variable,
        baseUrl,
        candidates: found.map(({ kind, confidence, facts, fields }) => ({
          kind,
          confidence,
          facts: [...facts],
          suggestedLabel: labelOf(kind),
          fields: fields ?? {},
        })),
        foreign: foreignOwner(value),
        duplicateOf: value.endsWith('twin') ? fakeId(1) : null,
      }
      held.set(draft.id, { value, draft, check: null })
      return ok(draft)
    },
    'draft.check': async ({ id, kind, server }) => {
      await fake.wait()
      const draft = held.get(id)
      if (!draft) return err(appError('draft.not-found'))
      const [verdict, reason] = ENDINGS[draft.value.slice(-4)] ?? ['valid', 'accepted']
      const alive = verdict === 'valid' || verdict === 'forbidden'
      const findings: Findings = {
        evidence: {
          verdict,
          reason,
          status: verdict === 'unreachable' ? null : alive ? 200 : 401,
          code: verdict === 'rejected' ? 'invalid_token' : null,
          retryAt: verdict === 'rate-limited' ? fake.options.now() + 60_000 : null,
        },
        at: fake.options.now(),
        server:
          server.id === 'auto'
            ? { id: kind.startsWith('locize/') ? 'standard' : 'eu', baseUrl: null }
            : server,
        account: alive ? 'Mara Lindqvist' : null,
        project: alive && kind === 'tolgee/pak' ? 'Website' : null,
        access:
          alive && kind === 'tolgee/pak'
            ? [
                {
                  layer: 'assigned',
                  values: ['keys.view', 'keys.edit', 'translations.view'],
                  source: 'platform',
                },
                {
                  layer: 'effective',
                  values: ['keys.view', 'translations.view'],
                  source: 'platform',
                },
              ]
            : [],
        expiry: expiryOf(kind, alive, fake.options.now()),
        facts: alive
          ? [{ key: 'organizations', value: ['Acme GmbH'], format: 'list', source: 'platform' }]
          : [],
        suggestedLabel: alive && kind === 'tolgee/pak' ? 'website-ci' : labelOf(kind),
      }
      draft.check = { ...findings.evidence, at: findings.at }
      return ok(findings)
    },
    'draft.save': async ({ id, kind, server, label, note, expiry, rotateEveryDays, fields }) => {
      await fake.wait()
      const draft = held.get(id)
      if (!draft) return err(appError('draft.not-found'))
      if (label.trim() === '') return err(appError('label.empty'))
      if (draft.draft.duplicateOf)
        return err(appError('token.duplicate', { id: draft.draft.duplicateOf }))
      const entered: Expiry =
        expiry === null
          ? { known: 'unknown' }
          : expiry === 'never'
            ? { known: 'never', source: 'user' }
            : { known: 'date', at: expiry, source: 'user' }
      const number = 90_000 + serial
      const now = fake.options.now()
      const made = sampleToken(
        number,
        {
          kind,
          label,
          note,
          server,
          expiry: entered,
          rotateEveryDays,
          fields,
          hint: draft.draft.hint,
          check: draft.check,
          addedAt: now,
          secretSince: now,
        },
        now,
      )
      fake.tokens.set(made.summary.id, made)
      fake.announce('tokens.changed', { upserted: [made.summary], removed: [] })
      held.delete(id)
      return ok(made.summary)
    },
    'draft.discard': ({ id }) => {
      held.delete(id)
      return ok(null)
    },
  } satisfies Partial<Handlers>
}

function labelOf(kind: KindId): string {
  return kind === 'transifex/api-token' ? 'API token 3' : kind.replace('/', ' ')
}

function expiryOf(kind: KindId, alive: boolean, now: number): Expiry {
  if (kind.startsWith('tolgee/') && alive)
    return { known: 'date', at: now + 45 * DAY, source: 'platform' }
  if (kind.startsWith('transifex/')) return { known: 'never', source: 'rule' }
  return { known: 'unknown' }
}
