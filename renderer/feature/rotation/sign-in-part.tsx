import { useState } from 'react'
import type { Waiting } from '../../../shared/contract/rotation'
import type { AppError } from '../../../shared/error'
import { needsCode, type Problem } from '../../../shared/model/management'
import { serviceOf } from '../../../shared/model/kind'
import type { TokenSummary } from '../../../shared/model/token'
import type { Outcome } from '../../bridge'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { paramsOf } from '../../store/params'
import { CodeForm, SignInForm, type Typed } from './sign-in-form'

type Said = { readonly problem: Problem } | { readonly error: AppError } | null

/** Asks for what opens the account. What is typed goes out at once and is kept nowhere here. */
export function SignInPart({
  token,
  waiting,
  what,
  onByHand,
}: {
  readonly token: TokenSummary
  readonly waiting: Waiting
  readonly what: 'rotation' | 'revocation'
  readonly onByHand: () => void
}) {
  const app = useApp()
  const words = useWords()
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState<Said>(null)
  const [anew, setAnew] = useState(false)
  const service = isolate(app.names.service(serviceOf(token.kind)))
  const { bridge } = app.env

  const send = async (
    call: () => Promise<Outcome<'session.signIn'> | Outcome<'session.code'>>,
  ): Promise<void> => {
    if (busy) return
    setBusy(true)
    setSaid(null)
    const answer = await call()
    setBusy(false)
    if (!answer.ok) {
      if (answer.error.code === 'session.none') setAnew(true)
      setSaid({ error: answer.error })
    } else if (answer.value.problem !== null) setSaid({ problem: answer.value.problem })
  }
  const signIn = ({ username, password, code }: Typed): void =>
    void send(() => bridge.call('session.signIn', { id: token.id, username, password, code }))
  const sendCode = (code: string): void =>
    void send(() => bridge.call('session.code', { id: token.id, code }))

  const problem = said === null ? waiting.problem : 'problem' in said ? said.problem : null
  const error =
    said !== null && 'error' in said
      ? words.t(`error.${said.error.code}`, paramsOf(said.error))
      : problem === null
        ? null
        : words.t(`problem.${problem}`, { service })
  const calm = problem === 'session-over' || problem === 'code-needed'
  const shared = { service, busy, error, calm, onByHand }
  if (waiting.need === 'code' && !anew)
    return <CodeForm {...shared} onSend={sendCode} onAnew={() => setAnew(true)} />
  const withCode = problem !== null && needsCode(problem)
  return <SignInForm {...shared} what={what} withCode={withCode} onSend={signIn} />
}
