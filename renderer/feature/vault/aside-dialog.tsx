import { useState } from 'react'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Switch } from '../../ui/switch'
import s from './vault-screen.module.css'

/** Asks twice before an unusable vault is renamed and an empty one takes its place. */
export function AsideDialog({
  missing,
  onClose,
}: {
  /** There is nothing that could be kept. */
  readonly missing: boolean
  readonly onClose: () => void
}) {
  const app = useApp()
  const words = useWords()
  const [understood, setUnderstood] = useState(false)
  return (
    <Dialog
      alert
      size="small"
      title={words.t('vault.aside.title')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{words.t('action.cancel')}</Button>
          <Button
            look="danger"
            disabled={!understood}
            onClick={() => {
              onClose()
              void app.act.setVaultAside()
            }}
          >
            {words.t(missing ? 'vault.aside.do-missing' : 'vault.aside.do')}
          </Button>
        </>
      }
    >
      <p>{words.t(missing ? 'vault.aside.missing' : 'vault.aside.text')}</p>
      {!missing && (
        <p className={s['warning']}>
          {words.rich('vault.aside.tokens', {
            strong: (chunks) => <strong key="strong">{chunks}</strong>,
          })}
        </p>
      )}
      <Switch on={understood} onChange={setUnderstood}>
        {words.t('vault.aside.confirm')}
      </Switch>
    </Dialog>
  )
}
