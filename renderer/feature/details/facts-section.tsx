import type { Fact, TokenSummary } from '../../../shared/model/token'
import { useWords } from '../../i18n/intl'
import { LongText } from '../../ui/expandable'
import { FactValue, factName } from '../token/fact'
import { Row, Rows, Section } from './section'

/** Whose token it is, and everything else that is known, each with who says so. */
export function FactsSection({
  token,
  facts,
}: {
  readonly token: TokenSummary
  readonly facts: readonly Fact[]
}) {
  const words = useWords()
  const { account, project } = token
  if (account === null && project === null && facts.length === 0) return null
  return (
    <Section title={words.t('facts.title')}>
      <Rows>
        {account !== null && (
          <Row name={words.t('facts.account')}>
            <LongText text={account} />
          </Row>
        )}
        {project !== null && (
          <Row name={words.t('facts.project')}>
            <LongText text={project} />
          </Row>
        )}
        {facts.map((fact, index) => (
          <Row key={index} name={factName(words, fact.key)} source={fact.source}>
            <FactValue fact={fact} />
          </Row>
        ))}
      </Rows>
    </Section>
  )
}
