import type { DestinationKind } from '../../../shared/model/destination'
import { Icon, type IconName } from '../../ui/icon'
import s from './used.module.css'

const ICONS: Readonly<Record<DestinationKind, IconName>> = {
  'ci-secret': 'pipeline',
  file: 'file',
  env: 'terminal',
  app: 'app-window',
  note: 'note',
}

/** What a place looks like: a guess, so that it says nothing in words. */
export function PlaceIcon({ kind }: { readonly kind: DestinationKind }) {
  return <Icon name={ICONS[kind]} size={15} className={s['icon']} />
}
