import { useStore } from 'zustand'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Button, IconButton } from '../../ui/button'
import s from './progress.module.css'
import { tallyOf } from './tally'

/** How a check of many tokens goes, and how it ended. */
export function Progress() {
  const app = useApp()
  const words = useWords()
  const run = useStore(app.checks, (checks) => checks.run)
  if (!run) return null
  const { alive, dead, open } = tallyOf(run)
  const running = run.state === 'running'
  const title = running
    ? words.t('list.progress', { done: run.done, total: run.total })
    : run.state === 'finished'
      ? words.t('list.finished', { total: run.total })
      : words.t('list.stopped', { done: run.done, total: run.total })
  return (
    <div className={s['progress']}>
      <div
        className={s['bar']}
        role="progressbar"
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={run.total}
        aria-valuenow={run.done}
      >
        <div style={{ inlineSize: `${run.total === 0 ? 100 : (run.done / run.total) * 100}%` }} />
      </div>
      <div className={s['line']}>
        <span className={s['title']} role={running ? undefined : 'status'}>
          {title}
        </span>
        <span className={s['counts']}>
          {alive > 0 && <span>{words.t('list.progress-valid', { count: alive })}</span>}
          {dead > 0 && (
            <span className={s['bad']}>{words.t('list.progress-dead', { count: dead })}</span>
          )}
          {open > 0 && <span>{words.t('list.progress-open', { count: open })}</span>}
        </span>
        {running ? (
          <Button size="small" onClick={() => void app.act.cancelCheck()}>
            {words.t('list.progress-cancel')}
          </Button>
        ) : (
          <IconButton
            icon="x"
            size="small"
            label={words.t('action.close')}
            onClick={app.act.dismissRun}
          />
        )}
      </div>
    </div>
  )
}
