import { serviceOf } from '../../../shared/model/kind'
import type { Orphan, TokenSummary } from '../../../shared/model/token'
import { isolate, useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button } from '../../ui/button'
import { orphanKey, OrphanName } from '../rotation/orphans-part'
import g from '../guide/guide.module.css'
import r from '../rotation/rotation.module.css'
import { Section } from './section'

/** What rotations may have left on the platform, until the user has seen to it. */
export function OrphansSection({
  token,
  orphans,
}: {
  readonly token: TokenSummary
  readonly orphans: readonly Orphan[]
}) {
  const app = useApp()
  const words = useWords()
  if (orphans.length === 0) return null
  const service = isolate(app.names.service(serviceOf(token.kind)))
  return (
    <Section title={words.t('orphans.title')}>
      <div className={r['orphans']}>
        <p className={g['text']}>{words.t('orphans.text', { service })}</p>
        <ul className={r['list']}>
          {orphans.map((orphan) => (
            <li key={orphanKey(orphan)} className={r['orphan']}>
              <OrphanName orphan={orphan} service={service} />
              <div className={r['row']}>
                <Button
                  size="small"
                  icon="external-link"
                  onClick={() =>
                    void app.act.openPage('delete', token.kind, {
                      server: token.server,
                      token: token.id,
                    })
                  }
                >
                  {words.t('action.open-page')}
                </Button>
                <Button
                  size="small"
                  look="quiet"
                  aria-label={words.t('orphans.dismiss-label', {
                    name: orphan.name ?? words.t('rotation.orphan-nameless'),
                  })}
                  onClick={() => {
                    // the button goes with its line
                    document.getElementById('details')?.focus({ preventScroll: true })
                    void app.act.dismissOrphan(token.id, orphan)
                  }}
                >
                  {words.t('orphans.dismiss')}
                </Button>
              </div>
            </li>
          ))}
        </ul>
      </div>
    </Section>
  )
}
