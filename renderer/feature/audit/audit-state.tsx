import { useStore } from 'zustand'
import { useWords } from '../../i18n/intl'
import { paramsOf } from '../../store/params'
import { Button } from '../../ui/button'
import { Icon, type IconName } from '../../ui/icon'
import s from './audit-state.module.css'
import { isChosen, type ActivityFlow } from './flow'

const ALL = { text: '', group: 'all', outcome: 'all', token: null } as const

/** What stands in place of the lines: still loading, none yet, none that fits, or what went wrong. */
export function AuditState({ flow }: { readonly flow: ActivityFlow }) {
  const words = useWords()
  const { loading, failed, choice } = useStore(flow.store)
  if (failed !== null) {
    return (
      <State icon="triangle" title={words.t('audit.failed-title')}>
        <p className={s['text']}>{words.t(`error.${failed.code}`, paramsOf(failed))}</p>
        <Button icon="refresh" onClick={() => void flow.load()}>
          {words.t('toast.again')}
        </Button>
      </State>
    )
  }
  if (loading) {
    return (
      <div className={s['state']} role="status" aria-busy>
        <span className="visually-hidden">{words.t('audit.loading')}</span>
      </div>
    )
  }
  if (!isChosen(choice)) {
    return (
      <State icon="history" title={words.t('audit.empty-title')}>
        <p className={s['text']}>{words.t('audit.empty-text')}</p>
      </State>
    )
  }
  return (
    <State icon="search" title={words.t('audit.none-title')}>
      <p className={s['text']}>{words.t('audit.none-text')}</p>
      <Button onClick={() => flow.choose(ALL)}>{words.t('audit.none-clear')}</Button>
    </State>
  )
}

function State({
  icon,
  title,
  children,
}: {
  readonly icon: IconName
  readonly title: string
  readonly children: React.ReactNode
}) {
  return (
    <div className={s['state']} role="status">
      <Icon name={icon} size={28} className={s['icon']} />
      <h3 className={s['title']}>{title}</h3>
      {children}
    </div>
  )
}
