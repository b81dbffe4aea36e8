import { serviceOf } from '../../../shared/model/kind'
import type { TokenSummary } from '../../../shared/model/token'
import { copyPlain } from '../../bridge'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { LongText } from '../../ui/expandable'
import s from './guide.module.css'
import { PlatformSteps } from './platform-steps'

/** Making the new token on the platform: where, under which name, and like which one. */
export function CreatePart({
  token,
  name,
  onTouch,
}: {
  readonly token: TokenSummary
  readonly name: string
  readonly onTouch: () => void
}) {
  const app = useApp()
  const service = isolate(app.names.service(serviceOf(token.kind)))
  return (
    <>
      <PlatformSteps token={token} page="create" onOpen={onTouch} />
      <div className={s['card']}>
        {name !== '' && <NameToGive name={name} service={service} onTouch={onTouch} />}
        <Alike token={token} />
      </div>
    </>
  )
}

/** The new token's name on its platform, to be copied. */
function NameToGive({
  name,
  service,
  onTouch,
}: {
  readonly name: string
  readonly service: string
  readonly onTouch: () => void
}) {
  const app = useApp()
  const words = useWords()
  return (
    <>
      <p className={s['term']} id="guide-name">
        {words.t('guide.name', { service })}
      </p>
      <div className={s['name']}>
        <code className={s['text']} dir="auto" aria-labelledby="guide-name">
          {name}
        </code>
        <Button
          size="small"
          icon="copy"
          onClick={() => {
            onTouch()
            if (copyPlain(name))
              app.toaster.show({ key: 'name', tone: 'good', message: 'toast.name-copied' })
          }}
        >
          {words.t('guide.copy-name')}
        </Button>
      </div>
    </>
  )
}

/** What the old one is like, as far as it is known: the new one is to be the same. */
function Alike({ token }: { readonly token: TokenSummary }) {
  const words = useWords()
  const rows = [
    { name: words.t('facts.account'), text: token.account ?? '' },
    { name: words.t('facts.project'), text: token.project ?? '' },
    // what is effective now follows from the rest: it is not something to choose
    ...token.access
      .filter((layer) => layer.layer !== 'effective')
      .map((layer) => ({
        name: words.t(`access.${layer.layer}`),
        text: layer.values.join(', '),
      })),
  ].filter((row) => row.text !== '')
  if (rows.length === 0) return null
  return (
    <>
      <p className={s['term']}>{words.t('guide.alike')}</p>
      <dl className={s['alike']}>
        {rows.map((row) => (
          <div key={row.name}>
            <dt>{row.name}</dt>
            <dd>
              <LongText text={row.text} limit={120} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
