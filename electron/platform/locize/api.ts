import { z } from 'zod'
import type { Evidence } from '../../../shared/model/verdict'
import { ask, askMore, evidence, type Judge } from '../common/answer'
import { fieldText } from '../common/field'
import { listFact, textFact } from '../common/fact'
import type { Context, Description, HttpRequest, Subject, Verification } from '../adapter'

/** Numbers of one namespace (locize-cli, https://github.com/locize/locize-cli, `src/getProjectStats.js`). */
const numbers = z
  .record(z.string(), z.unknown())
  .refine((values) => Object.values(values).some((value) => typeof value === 'number'))
/** version → language → namespace → numbers; every project has at least one version */
const stats = z
  .record(z.string(), z.record(z.string(), z.record(z.string(), numbers)))
  .refine((versions) => Object.keys(versions).length > 0)
const languages = z.record(z.string(), z.object({ isReferenceLanguage: z.boolean().optional() }))
const failure = z.object({
  message: z.unknown().optional(),
  errorMessage: z.unknown().optional(),
})

/** What a refusal says; clients read both fields (locize-cli, `src/`). */
function saidIn(json: unknown): string[] {
  const { data } = failure.safeParse(json)
  return [data?.errorMessage, data?.message].filter((text) => typeof text === 'string')
}

/**
 * A good key that lacks a right gets words about its scope, in which status is not established
 * (https://github.com/locize/locize-cli/issues/60). Any other 401 stands for unknown, removed and
 * expired keys, and is the platform's only if it says something: gateways answer 401 too.
 */
const judge: Judge = (reply) => {
  const said = saidIn(reply.json)
  const refused = reply.status === 401 || reply.status === 403
  if (refused && said.some((text) => /not authorized for this scope/i.test(text))) {
    return evidence('forbidden', 'accepted-limited', { reply })
  }
  if (reply.status === 404) return evidence('unclear', 'project-not-found', { reply })
  if (reply.status !== 401 || said.length === 0) return null
  return evidence('rejected', 'unknown-or-limited', { reply })
}

/** The one call that only reads, costs nothing, and needs a key. */
export async function verifyByProject(ctx: Context, subject: Subject): Promise<Verification> {
  const project = fieldText(subject.fields, 'projectId')
  if (project === undefined) {
    return { evidence: evidence('unclear', 'needs-field'), description: {} }
  }
  const path = `/stats/project/${encodeURIComponent(project)}`
  const answer = await ask(ctx, { request: { method: 'GET', path }, shape: stats, judge })
  if (!answer.ok) return { evidence: await certain(ctx, subject, answer.error), description: {} }
  const { data, reply } = answer.value
  const facts = listFact('versions', Object.keys(data))
  const accepted = evidence('valid', 'accepted', { reply })
  // without any namespace the answer has no form of its own: the project has to be known here
  const found = isEmpty(data) ? ((await unlessKnown(ctx, project)) ?? accepted) : accepted
  return { evidence: found, description: { facts } }
}

/**
 * A 401 is about the key only if this host knows the project: keys are refused alike for another
 * project and on the host of the other CDN type. A key that may be used from some places only is
 * refused in all others (Locize documentation, 'Personal access tokens',
 * https://www.locize.com/docs/integration/personal-access-tokens).
 */
async function certain(ctx: Context, subject: Subject, found: Evidence): Promise<Evidence> {
  if (found.verdict !== 'rejected') return found
  const elsewhere = await unlessKnown(ctx, fieldText(subject.fields, 'projectId') ?? '')
  return elsewhere ?? unlessLimited(subject, found)
}

/** A refusal of a token that is limited to some places says nothing of it. */
export function unlessLimited({ fields }: Subject, found: Evidence): Evidence {
  const limited = found.verdict === 'rejected' && fieldText(fields, PLACES) !== undefined
  return limited ? { ...found, verdict: 'unclear', reason: 'limited-place' } : found
}

/** The field that says from where a token may be used. */
export const PLACES = 'places'

/** Whether this host has the project, from a call that is public; null: it has. */
async function unlessKnown(ctx: Context, project: string): Promise<Evidence | null> {
  const request = languagesOf(project)
  const answer = await ask(ctx, { request, shape: languages, judge: () => null })
  if (!answer.ok) return answer.error
  const { data, reply } = answer.value
  return Object.keys(data).length > 0 ? null : evidence('unclear', 'project-not-found', { reply })
}

function isEmpty(data: z.infer<typeof stats>): boolean {
  return Object.values(data).every((version) =>
    Object.values(version).every((language) => Object.keys(language).length === 0),
  )
}

/** Says nothing of a token, and gets none. */
function languagesOf(project: string): HttpRequest {
  return { method: 'GET', path: `/languages/${encodeURIComponent(project)}`, credential: 'none' }
}

/** The project's languages. */
export async function describe(ctx: Context, subject: Subject): Promise<Description> {
  const project = fieldText(subject.fields, 'projectId')
  if (project === undefined) return {}
  const answer = await askMore(ctx, languagesOf(project), languages)
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
