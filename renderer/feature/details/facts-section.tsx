import type { TokenSummary } from '../../../shared/model/token'
import { useWords } from '../../i18n/intl'
import type { DetailsValue } from '../../store/details'
import { LongText } from '../../ui/expandable'
import { FactValue, FactWarnings, factName, isWarning } from '../token/fact'
import { projectSource } from './origin'
import { Row, Rows, Section } from './section'

/** Whose token it is, and everything else that is known, each with who says so. */
export function FactsSection({
  token,
  details,
}: {
  readonly token: TokenSummary
  /** null: not read yet. */
  readonly details: Pick<DetailsValue, 'facts' | 'fields'> | null
}) {
  const words = useWords()
  const { account, project } = token
  const facts = details?.facts ?? []
  if (account === null && project === null && facts.length === 0) return null
  return (
    <Section title={words.t('facts.title')}>
      <FactWarnings facts={facts} />
      <Rows>
        {account !== null && (
          <Row name={words.t('facts.account')} source="platform">
            <LongText text={account} />
          </Row>
        )}
        {project !== null && (
          <Row
            name={words.t('facts.project')}
            source={details ? projectSource(project, details.fields) : undefined}
          >
            <LongText text={project} />
          </Row>
        )}
        {facts.map((fact, index) =>
          isWarning(fact) ? null : (
            <Row key={index} name={factName(words, fact.key)} source={fact.source}>
              <FactValue fact={fact} />
            </Row>
          ),
        )}
      </Rows>
    </Section>
  )
}
