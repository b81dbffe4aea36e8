import { fillVault } from './fill'
import { measureInsert } from './insert'
import { job, type Job, type Series } from './job'
import { measureList } from './list'
import { measureSeal } from './seal'
import { measureSecret } from './secret'
import { measureUnlock } from './unlock'

/** A process of its own, so that its environment leads to the throw-away keyring. */
async function work(asked: Job): Promise<Series> {
  switch (asked.name) {
    case 'fill':
      await fillVault(asked.place, asked.tokens)
      return {}
    case 'list':
      return measureList(asked)
    case 'unlock':
      return measureUnlock(asked)
    case 'seal':
      return measureSeal(asked)
    case 'secret':
      return measureSecret(asked)
    case 'insert':
      return measureInsert(asked)
  }
}

const result = await work(job.parse(JSON.parse(process.argv[2] ?? '')))
console.log(JSON.stringify(result))
