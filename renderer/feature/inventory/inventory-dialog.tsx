import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { TokenId } from '../../../shared/model/token'
import { useWords } from '../../i18n/intl'
import { useApp } from '../../store/hooks'
import { Dialog } from '../../ui/dialog'
import { createInventory, type InventoryFlow } from './flow'
import s from './inventory.module.css'
import { InventoryBar } from './inventory-bar'
import { InventoryFooter } from './inventory-footer'
import { InventoryList } from './inventory-list'
import { InventoryNotice } from './inventory-notice'
import { InventoryState } from './inventory-state'

/** What the platforms list, beside what the vault has; `token`: whose place comes first. */
export function InventoryDialog({ token }: { readonly token: TokenId | null }) {
  const app = useApp()
  const words = useWords()
  const [flow] = useState(() => createInventory(app.env, token))
  useEffect(() => {
    void flow.begin()
    return () => flow.end()
  }, [flow])
  const listed = useStore(flow.store, ({ listing }) => listing !== null)
  return (
    <Dialog
      size="page"
      title={words.t('inventory.title')}
      onClose={app.act.closeOverlay}
      footer={listed ? <InventoryFooter flow={flow} /> : undefined}
    >
      <div className={s['all']}>
        <InventoryBar flow={flow} />
        <Content flow={flow} />
      </div>
    </Dialog>
  )
}

function Content({ flow }: { readonly flow: InventoryFlow }) {
  const shown = useStore(flow.store, ({ listing }) => (listing?.entries.length ?? 0) > 0)
  return (
    <>
      {shown && <InventoryNotice flow={flow} />}
      {shown ? <InventoryList flow={flow} /> : <InventoryState flow={flow} />}
    </>
  )
}
