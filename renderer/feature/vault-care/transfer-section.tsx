import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import s from './vault-care.module.css'

/** The ways of tokens in from other programs, and out to them. */
export function TransferSection() {
  const app = useApp()
  const words = useWords()
  const open = (name: 'import' | 'export'): void =>
    app.act.openOverlay({ name, from: app.overlay.getState() })
  return (
    <section className={s['section']} aria-labelledby="care-transfer">
      <h3 id="care-transfer" className={s['title']}>
        {words.t('transfer.title')}
      </h3>
      <p className={s['note']}>{words.t('transfer.about')}</p>
      <div className={s['others']}>
        <Button icon="file-in" onClick={() => open('import')}>
          {words.t('transfer.import')}
        </Button>
        <Button icon="file-out" onClick={() => open('export')}>
          {words.t('transfer.export')}
        </Button>
      </div>
    </section>
  )
}
