import { useStore } from 'zustand'
import type { KindInfo } from '../../../shared/model/service'
import type { Fact } from '../../../shared/model/token'
import { isolate, useWords } from '../../i18n/intl'
import type { MessageId } from '../../i18n/messages'
import { useApp } from '../../store/hooks'
import { paramsOf } from '../../store/params'
import { Button } from '../../ui/button'
import { LongText } from '../../ui/expandable'
import { Icon } from '../../ui/icon'
import { Layers } from '../details/access-section'
import { projectSource } from '../details/origin'
import { Row, Rows } from '../details/section'
import { FactValue, FactWarnings, factName, isWarning } from '../token/fact'
import { serverName } from '../token/names'
import { VerdictBox } from '../token/verdict-box'
import type { AddFlow } from './flow'
import s from './found-part.module.css'
import { canCheck, hostOf, placeOf, settledKind } from './rules'

/** What the platform says about the token, and what was read from the value alone. */
export function FoundPart({ flow, kind }: { readonly flow: AddFlow; readonly kind: KindInfo }) {
  const words = useWords()
  const state = useStore(flow.store)
  const { findings, checking, checkFailed } = state
  const ready = canCheck(kind, state)
  const asks = ready && !findings && !checkFailed && !checking
  return (
    <section className={s['found']} aria-label={words.t('add.found')}>
      <div className={s['head']}>
        <div className={s['verdict']} role="status" aria-busy={checking}>
          {findings ? (
            <VerdictBox evidence={findings.evidence} />
          ) : checkFailed && !checkFailed.code.startsWith('server.') ? (
            <Line icon="triangle">
              {words.t(`error.${checkFailed.code}`, paramsOf(checkFailed))}
            </Line>
          ) : checking ? (
            <Line icon="loader">{words.t('add.checking')}</Line>
          ) : (
            <Line icon="circle-dashed">
              <Unasked flow={flow} kind={kind} />
            </Line>
          )}
        </div>
        {!asks && (
          <Button
            size="small"
            icon="refresh"
            disabled={!ready}
            busy={checking}
            onClick={() => void flow.check()}
          >
            {words.t('add.check')}
          </Button>
        )}
      </div>
      {asks && <AskButton flow={flow} kind={kind} />}
      {kind.selfHosted && findings?.evidence.verdict === 'rejected' && (
        <p className={s['elsewhere']}>
          {words.t('add.elsewhere', { host: isolate(hostOf(kind, state.server)) })}
        </p>
      )}
      <Found flow={flow} kind={kind} />
    </section>
  )
}

/** What is open before the platform is asked, and whom the token was sent to already. */
function Unasked({ flow, kind }: { readonly flow: AddFlow; readonly kind: KindInfo }) {
  const words = useWords()
  const state = useStore(flow.store)
  const { draft, server, agreed, sent } = state
  const guessed = draft !== null && settledKind(draft) === null && draft.candidates.length > 1
  const open = ((): MessageId => {
    if (!canCheck(kind, state)) return 'add.incomplete'
    if (!agreed && server.id !== 'custom') return 'add.server-open'
    if (guessed) return 'add.kind-open'
    return 'add.server-confirm'
  })()
  const cloud = isolate(serverName(words, kind.id, kind.servers[0]?.id ?? 'cloud'))
  const places = new Intl.ListFormat(words.locale).format(sent.map(isolate))
  return (
    <span>
      {words.t(open, open === 'add.server-open' ? { cloud } : {})}{' '}
      {words.t('add.sent', { count: sent.length, places })}
    </span>
  )
}

/** Names whom the token goes to: nothing is sent before it is pressed. */
function AskButton({ flow, kind }: { readonly flow: AddFlow; readonly kind: KindInfo }) {
  const words = useWords()
  const { names } = useApp()
  const server = useStore(flow.store, (state) => state.server)
  const place = placeOf(kind, server, names.service(kind.service))
  return (
    <Button
      icon="refresh"
      className={s['ask']}
      data-ask
      onClick={(event) => {
        // the button is gone in a moment; what is next is the label
        focusLabel(event.currentTarget.closest('form'))
        void flow.check()
      }}
    >
      {words.t('add.check-at', { host: isolate(place) })}
    </Button>
  )
}

function focusLabel(form: HTMLFormElement | null): void {
  const label = form?.querySelector<HTMLInputElement>('[data-first] input')
  label?.focus()
  label?.select()
}

function Line({
  icon,
  children,
}: {
  readonly icon: 'triangle' | 'loader' | 'circle-dashed'
  readonly children: React.ReactNode
}) {
  return (
    <p className={s['line']} data-icon={icon}>
      <Icon name={icon} size={17} />
      {children}
    </p>
  )
}

function Found({ flow, kind }: { readonly flow: AddFlow; readonly kind: KindInfo }) {
  const words = useWords()
  const { findings, draft, server, fields } = useStore(flow.store)
  const offline = draft?.candidates.find((candidate) => candidate.kind === kind.id)?.facts ?? []
  const facts: readonly Fact[] = findings && findings.facts.length > 0 ? findings.facts : offline
  const account = findings?.account ?? null
  const project = findings?.project ?? null
  const elsewhere = findings && findings.server.id !== server.id ? findings.server : null
  const access = findings?.access ?? []
  if (account === null && project === null && facts.length === 0 && access.length === 0) return null
  return (
    <div className={s['facts']}>
      <FactWarnings facts={facts} />
      <Rows>
        {elsewhere && (
          <Row name={words.t('place.server')} source="platform">
            {serverName(words, kind.id, elsewhere.id)}
          </Row>
        )}
        {account !== null && (
          <Row name={words.t('facts.account')} source="platform">
            <LongText text={account} />
          </Row>
        )}
        {project !== null && (
          <Row name={words.t('facts.project')} source={projectSource(project, fields)}>
            <LongText text={project} />
          </Row>
        )}
        {facts
          .filter((fact) => !isWarning(fact))
          .slice(0, 8)
          .map((fact) => (
            <Row key={fact.key} name={factName(words, fact.key)} source={fact.source}>
              <FactValue fact={fact} />
            </Row>
          ))}
      </Rows>
      {access.length > 0 && (
        <div className={s['access']}>
          <Layers layers={access} />
        </div>
      )}
    </div>
  )
}
