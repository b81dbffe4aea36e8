import { useStore } from 'zustand'
import { needsSignIn } from '../../../shared/model/management'
import { useWords } from '../../i18n/intl'
import { paramsOf } from '../../store/params'
import { Icon } from '../../ui/icon'
import type { InventoryFlow } from './flow'
import s from './inventory.module.css'
import { Door, useService } from './inventory-state'

/** What is to be known of the list that is shown: it may be old, or not all could be compared. */
export function InventoryNotice({ flow }: { readonly flow: InventoryFlow }) {
  const words = useWords()
  const { listing, problem, failed, outcomes, busy } = useStore(flow.store)
  const service = useService(flow)
  const gone = outcomes.filter(({ outcome }) => outcome === 'revoked' || outcome === 'gone').length
  const kept = outcomes.filter(({ outcome }) => outcome === 'in-vault').length
  const isStale = outcomes.some(({ outcome }) => outcome === 'stale')
  const left = outcomes.length - gone - kept
  const failure = outcomes.find((each) => each.problem !== null)?.problem ?? problem
  const atDoor = problem !== null && needsSignIn(problem)
  return (
    <>
      <div className={s['notices']} role="status">
        {gone > 0 && (
          <p className={s['good']}>
            <Icon name="circle-check" size={15} />
            {words.t('inventory.revoked', { count: gone, service })}
          </p>
        )}
        {kept > 0 && (
          <p className={s['notice']}>
            <Icon name="info" size={15} />
            {words.t('inventory.kept', { count: kept })}
          </p>
        )}
        {left > 0 && (
          <p className={s['bad']}>
            <Icon name="triangle" size={15} />
            {words.t('inventory.left', { count: left })}
          </p>
        )}
        {isStale && (
          <p className={s['notice']}>
            <Icon name="info" size={15} />
            {words.t('inventory.stale')}
          </p>
        )}
        {failure !== null && !atDoor && busy !== 'list' && (
          <p className={s['bad']}>
            <Icon name="triangle" size={15} />
            {words.t(`problem.${failure}`, { service })}
          </p>
        )}
        {failed !== null && !atDoor && (
          <p className={s['bad']}>
            <Icon name="triangle" size={15} />
            {words.t(`error.${failed.code}`, paramsOf(failed))}
          </p>
        )}
        {(listing?.unmatched.length ?? 0) > 0 && (
          <p className={s['notice']}>
            <Icon name="info" size={15} />
            {words.t('inventory.unmatched', { count: listing?.unmatched.length ?? 0 })}
          </p>
        )}
      </div>
      {atDoor && <Door flow={flow} />}
    </>
  )
}
