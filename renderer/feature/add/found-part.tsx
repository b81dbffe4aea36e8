import { useStore } from 'zustand'
import type { KindInfo } from '../../../shared/model/service'
import type { Fact } from '../../../shared/model/token'
import { isolate, useWords } from '../../i18n/intl'
import { paramsOf } from '../../store/params'
import { Button } from '../../ui/button'
import { LongText } from '../../ui/expandable'
import { Icon } from '../../ui/icon'
import { Layers } from '../details/access-section'
import { projectSource } from '../details/origin'
import { Row, Rows } from '../details/section'
import { FactValue, factName } from '../token/fact'
import { serverName } from '../token/names'
import { VerdictBox } from '../token/verdict-box'
import type { AddFlow } from './flow'
import s from './found-part.module.css'
import { canCheck, hostOf } from './rules'

/** What the platform says about the token, and what was read from the value alone. */
export function FoundPart({ flow, kind }: { readonly flow: AddFlow; readonly kind: KindInfo }) {
  const words = useWords()
  const state = useStore(flow.store)
  const { findings, checking, checkFailed } = state
  const ready = canCheck(kind, state)
  const asks = ready && !state.agreed
  return (
    <section className={s['found']} aria-label={words.t('add.found')}>
      <div className={s['head']}>
        <div className={s['verdict']} role="status" aria-busy={checking}>
          {findings ? (
            <VerdictBox evidence={findings.evidence} />
          ) : checkFailed ? (
            <Line icon="triangle">
              {words.t(`error.${checkFailed.code}`, paramsOf(checkFailed))}
            </Line>
          ) : checking ? (
            <Line icon="loader">{words.t('add.checking')}</Line>
          ) : (
            <Line icon="circle-dashed">
              {asks
                ? words.t(state.server.id === 'custom' ? 'add.server-confirm' : 'add.server-open', {
                    cloud: isolate(serverName(words, kind.id, kind.servers[0]?.id ?? 'cloud')),
                  })
                : words.t(ready ? 'add.unchecked' : 'add.incomplete')}
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

/** Where the server is a guess, this names it: nothing is sent before it is pressed. */
function AskButton({ flow, kind }: { readonly flow: AddFlow; readonly kind: KindInfo }) {
  const words = useWords()
  const server = useStore(flow.store, (state) => state.server)
  return (
    <Button
      icon="refresh"
      className={s['ask']}
      data-ask
      onClick={(event) => {
        // the button is gone in a moment; what is next is the label
        const form = event.currentTarget.closest('form')
        const label = form?.querySelector<HTMLInputElement>('[data-first] input')
        label?.focus()
        label?.select()
        void flow.check()
      }}
    >
      {words.t('add.check-at', { host: isolate(hostOf(kind, server)) })}
    </Button>
  )
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
        {facts.slice(0, 8).map((fact) => (
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
