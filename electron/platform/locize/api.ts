import { z } from 'zod'
import { ask, askMore, evidence, type Judge } from '../common/answer'
import { fieldText } from '../common/field'
import { listFact, textFact } from '../common/fact'
import type { Context, Description, Subject, Verification } from '../adapter'

/** version → language → namespace → numbers; every project has at least one version */
const stats = z
  .record(z.string(), z.record(z.string(), z.unknown()))
  .refine((versions) => Object.keys(versions).length > 0)
const languages = z.record(z.string(), z.object({ isReferenceLanguage: z.boolean().optional() }))
const failure = z.object({ message: z.string().optional(), errorMessage: z.string().optional() })

/** 401 stands for unknown, removed and expired keys, and for good ones that lack a right. */
const judge: Judge = (reply) => {
  if (reply.status === 404) return evidence('unclear', 'project-not-found', { reply })
  if (reply.status !== 401) return null
  const { data } = failure.safeParse(reply.json)
  const said = data?.errorMessage ?? data?.message ?? ''
  return said.includes('not authorized for this scope')
    ? evidence('forbidden', 'accepted-limited', { reply })
    : evidence('rejected', 'unknown-or-expired', { reply })
}

/** The one call that only reads, costs nothing, and needs a key. */
export async function verifyByProject(ctx: Context, subject: Subject): Promise<Verification> {
  const project = fieldText(subject.fields, 'projectId')
  if (project === undefined) {
    return { evidence: evidence('unclear', 'needs-field'), description: {} }
  }
  const path = `/stats/project/${encodeURIComponent(project)}`
  const answer = await ask(ctx, { request: { method: 'GET', path }, shape: stats, judge })
  if (!answer.ok) return { evidence: answer.error, description: {} }
  const { data, reply } = answer.value
  const facts = listFact('versions', Object.keys(data))
  return { evidence: evidence('valid', 'accepted', { reply }), description: { facts } }
}

/** The project's languages, from a call that is public and says nothing of the token. */
export async function describe(ctx: Context, subject: Subject): Promise<Description> {
  const project = fieldText(subject.fields, 'projectId')
  if (project === undefined) return {}
  const path = `/languages/${encodeURIComponent(project)}`
  const answer = await askMore(ctx, { method: 'GET', path, credential: 'none' }, languages)
  if (answer === undefined) return {}
  const found = Object.entries(answer.data)
  const [reference] = found.find(([, { isReferenceLanguage }]) => isReferenceLanguage) ?? []
  return {
    facts: [
      ...listFact(
        'languages',
        found.map(([code]) => code),
      ),
      ...textFact('reference-language', reference),
    ],
  }
}
