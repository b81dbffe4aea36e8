import { lazy, Suspense, useRef, useState } from 'react'
import { useWords } from '../../i18n/intl'
import { IconButton } from '../../ui/button'
import { Foot, Views } from './sidebar'

const PopupPanel = lazy(() =>
  import('../../ui/panel').then((module) => ({ default: module.PopupPanel })),
)

/** The side bar of a window that is too slim for one. */
export function SlimMenu() {
  const words = useWords()
  const button = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const close = (): void => setOpen(false)
  return (
    <>
      <IconButton
        ref={button}
        icon="menu"
        label={words.t('nav.menu')}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(true)}
      />
      {open && (
        <Suspense>
          <PopupPanel anchor={button} label={words.t('nav.menu')} onClose={close}>
            <Views onPick={close} />
            <Foot />
          </PopupPanel>
        </Suspense>
      )}
    </>
  )
}
