import type { ButtonHTMLAttributes, Ref } from 'react'
import s from './button.module.css'
import { cx } from './cx'
import { Icon, type IconName } from './icon'

interface Look {
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet' | 'link'
  readonly size?: 'normal' | 'small'
  readonly icon?: IconName | undefined
  readonly busy?: boolean
  readonly ref?: Ref<HTMLButtonElement>
}

export type ButtonProps = Look & ButtonHTMLAttributes<HTMLButtonElement>

export function Button({
  look = 'plain',
  size = 'normal',
  icon,
  busy = false,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  const shown = busy ? 'loader' : icon
  return (
    <button
      {...rest}
      type={type}
      aria-busy={busy || undefined}
      className={cx(s['button'], s[look], s[size], busy && s['busy'], className)}
    >
      {shown && <Icon name={shown} size={size === 'small' ? 14 : 15} className={s['icon']} />}
      {children}
    </button>
  )
}

/** A button that shows an icon only; `label` is its name and its tip. */
export function IconButton({
  label,
  icon,
  keys,
  size = 'normal',
  className,
  type = 'button',
  ...rest
}: Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> & {
  readonly label: string
  readonly icon: IconName
  /** The shortcut, shown in the tip. */
  readonly keys?: string | undefined
  readonly size?: 'normal' | 'small'
  readonly ref?: Ref<HTMLButtonElement>
}) {
  return (
    <button
      aria-label={label}
      data-tip={label}
      data-tip-keys={keys}
      {...rest}
      type={type}
      className={cx(s['button'], s['square'], s['quiet'], s[size], className)}
    >
      <Icon name={icon} size={size === 'small' ? 15 : 16} />
    </button>
  )
}
