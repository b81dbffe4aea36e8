import s from './guide.module.css'

/** The stand-in of a value inside a sentence: `tgpak_••••oyld`. */
export function Hint({ text }: { readonly text: string }) {
  return (
    <code className={s['hint']} dir="ltr">
      {text}
    </code>
  )
}
