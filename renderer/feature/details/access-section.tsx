import type { AccessLayer } from '../../../shared/model/token'
import { useWords } from '../../i18n/intl'
import { LongList } from '../../ui/expandable'
import { SourceTag } from '../../ui/tag'
import s from './access-section.module.css'
import { Section } from './section'

/**
 * What the token may do. Where a platform has two layers they stand side by side: both must
 * allow, and what only one of them has is marked.
 */
export function AccessSection({ layers }: { readonly layers: readonly AccessLayer[] }) {
  const words = useWords()
  if (layers.length === 0) return null
  return (
    <Section title={words.t('access.title')}>
      <Layers layers={layers} />
    </Section>
  )
}

/** The layers alone, for places that have their own heading. */
export function Layers({ layers }: { readonly layers: readonly AccessLayer[] }) {
  const words = useWords()
  const names = new Set(layers.map((layer) => layer.layer))
  const narrowed = names.has('assigned') && names.has('effective')
  const gates = names.has('scope') && names.has('role')
  const effective = new Set(layers.find((layer) => layer.layer === 'effective')?.values)
  return (
    <>
      <div className={s['layers']}>
        {layers.map((layer) => (
          <div key={layer.layer} className={s['layer']}>
            <div className={s['head']}>
              <p className={s['name']}>{words.t(`access.${layer.layer}`)}</p>
              <SourceTag source={layer.source} />
            </div>
            <Values
              values={layer.values}
              lost={
                narrowed && layer.layer === 'assigned' ? (value) => !effective.has(value) : null
              }
            />
          </div>
        ))}
      </div>
      {(narrowed || gates) && (
        <p className={s['note']}>{words.t(narrowed ? 'access.narrowed' : 'access.gates')}</p>
      )}
    </>
  )
}

function Values({
  values,
  lost,
}: {
  readonly values: readonly string[]
  readonly lost: ((value: string) => boolean) | null
}) {
  const words = useWords()
  if (values.length === 0) return <p className={s['none']}>{words.t('access.none')}</p>
  return (
    <LongList
      items={values}
      render={(shown) => (
        <ul className={s['values']}>
          {shown.map((value) => {
            const gone = lost?.(value) ?? false
            return (
              <li
                key={value}
                className={gone ? s['lost'] : s['value']}
                data-tip={gone ? words.t('access.lost') : undefined}
              >
                <bdi>{value}</bdi>
                {gone && <span className="visually-hidden"> ({words.t('access.lost')})</span>}
              </li>
            )
          })}
        </ul>
      )}
    />
  )
}
