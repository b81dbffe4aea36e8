import s from './service-icon.module.css'

/** The project's own marks, one file a service: `service/<id>.svg`. */
const marks = import.meta.glob<string>('./service/*.svg', {
  eager: true,
  // as files: the content security policy lets no data: images in
  query: '?url&no-inline',
  import: 'default',
})

/** The mark of a service, or its first letter where it has none yet. */
export function ServiceIcon({
  service,
  name,
  size = 24,
}: {
  readonly service: string
  readonly name: string
  readonly size?: number
}) {
  const source = marks[`./service/${service}.svg`]
  if (source === undefined) {
    return (
      <span
        className={s['letter']}
        style={{ inlineSize: size, blockSize: size, fontSize: size / 2 }}
        aria-hidden
      >
        {name.slice(0, 1).toUpperCase()}
      </span>
    )
  }
  return (
    <img className={s['mark']} src={source} width={size} height={size} alt="" draggable={false} />
  )
}
