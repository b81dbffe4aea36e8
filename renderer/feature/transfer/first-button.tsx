import { useEffect, useRef } from 'react'
import { Button, type ButtonProps } from '../../ui/button'

/** The button to go on with: it takes the focus when it comes, whatever had it is gone by then. */
export function FirstButton(props: Omit<ButtonProps, 'ref'>) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  return <Button {...props} ref={button} />
}
