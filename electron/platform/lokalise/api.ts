import { z } from 'zod'
import { ask, askMore, evidence, type Judge } from '../common/answer'
import { flagFact, numberFact, textFact } from '../common/fact'
import { idText, text, words } from '../common/text'
import type { Context, Description, Subject, Verification } from '../adapter'
import { readFailure } from './failure'

const projects = z.object({ projects: z.array(z.object({ project_id: idText, name: text })) })
const teams = z.object({
  teams: z.array(z.object({ team_id: idText, name: text, plan: text.nullish() })),
})
const contributor = z.object({
  contributor: z.object({
    user_id: idText,
    email: text.nullish(),
    fullname: text.nullish(),
    is_admin: z.boolean().nullish(),
    admin_rights: words.nullish(),
  }),
})

/** A refusal counts in one of Lokalise's own forms only: others on the way refuse too. */
const judgeAt =
  ({ server }: Subject): Judge =>
  (reply) => {
    const failure = readFailure(reply.json)
    const answer = { reply, code: failure?.code }
    switch (reply.status) {
      case 400:
        // seen on the wire for a bad token, though 401 is documented; other 400s exist
        return /invalid `?x-api-token`? header/i.test(failure?.message ?? '')
          ? // behind an address of the user's own the header may have been taken off on the way
            evidence(server.id === 'custom' ? 'unclear' : 'rejected', 'malformed', answer)
          : evidence('unclear', 'unexpected', answer)
      case 401:
        return failure === null ? null : evidence('rejected', 'unknown-token', answer)
      case 403:
        return failure === null ? null : evidence('forbidden', 'missing-right', answer)
      case 404:
        return evidence('unclear', 'not-the-platform', answer)
      case 423:
        // the token is in use in another request at the same moment
        return evidence('rate-limited', 'too-many-requests', answer)
      default:
        return null
    }
  }

/** There is no 'who am I'; an empty list of projects is a valid token too. */
export async function verify(ctx: Context, subject: Subject): Promise<Verification> {
  const answer = await ask(ctx, {
    request: {
      method: 'GET',
      path: '/projects',
      query: { limit: '1', include_statistics: '0' },
    },
    shape: projects,
    judge: judgeAt(subject),
  })
  if (!answer.ok) return { evidence: answer.error, description: {} }
  const { data, reply } = answer.value
  const total = reply.header('x-pagination-total-count')
  const count = total !== null && /^\d{1,9}$/.test(total) ? Number(total) : data.projects.length
  remembered.set(ctx, data.projects[0])
  return {
    evidence: evidence('valid', 'accepted', { reply }),
    description: { facts: numberFact('projects-count', count) },
  }
}

/** The project through which `describe` learns who the token's user is. */
const remembered = new WeakMap<Context, z.infer<typeof projects>['projects'][number] | undefined>()

/** Team and user: rights are the user's in one project, the first that the token reaches. */
export async function describe(ctx: Context): Promise<Description> {
  const team = (await askMore(ctx, { method: 'GET', path: '/teams', query: { limit: '1' } }, teams))
    ?.data.teams[0]
  const project = remembered.get(ctx)
  const me = project === undefined ? undefined : await askWho(ctx, project.project_id)
  const account = me?.fullname ?? me?.email ?? team?.name
  const rights = me?.admin_rights
  return {
    ...(account == null ? {} : { account }),
    ...(me === undefined ? {} : { accountId: me.user_id }),
    ...(rights == null
      ? {}
      : { access: [{ layer: 'rights', values: rights, source: 'platform' }] }),
    facts: [
      ...textFact('email', me?.email),
      ...textFact('team', team?.name),
      ...textFact('plan', team?.plan),
      ...(rights == null ? [] : textFact('rights-project', project?.name)),
      ...flagFact('is-admin', me?.is_admin),
    ],
  }
}

async function askWho(ctx: Context, project: string) {
  const path = `/projects/${encodeURIComponent(project)}/contributors/me`
  return (await askMore(ctx, { method: 'GET', path }, contributor))?.data.contributor
}
