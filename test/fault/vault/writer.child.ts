import { randomInt } from 'node:crypto'
import { writeSync } from 'node:fs'
import { systemClock } from '../../../electron/app/clock'
import { SecretText } from '../../../electron/service/secret'
import { createVaultOpener } from '../../../electron/vault/open'
import { fileKeychain } from '../../helper/file-keychain'
import { details, lines, newId, overview, random, value } from '../../helper/vault'
import { makeSecret } from '../../simulator/secrets'
import type { Step } from './model'

/**
 * Writes into a vault at random until it is killed: says what it is about to do, does it, and says
 * that it is done once the store has said so.
 */
const [folder = '', keychainFile = ''] = process.argv.slice(2)

const keychain = fileKeychain(keychainFile)
const opener = createVaultOpener({ folder, keychain, clock: systemClock, random, log: lines() })
const outcome = await opener.open(() => undefined)
if (outcome.state !== 'open') throw new Error(`The vault did not open: ${outcome.state}`)
const { tokens, values } = outcome.vault

const known = new Map(value(tokens.list()).map((token) => [token.id, token.version]))
const say = (what: object) => writeSync(1, `${JSON.stringify(what)}\n`)
const label = () => `Label ${randomInt(1e9)}`

function nextStep(): Step {
  const ids = [...known.keys()]
  const id = ids[randomInt(Math.max(ids.length, 1))]
  const dice = randomInt(100)
  if (id === undefined || dice < 35) {
    return { do: 'insert', id: newId(), label: label(), secret: makeSecret('tolgee/pat') }
  }
  if (dice < 75) {
    return { do: 'update', id, label: label(), secret: makeSecret('lokalise/api-token') }
  }
  if (dice < 90) return { do: 'write', text: label() }
  return { do: 'remove', id }
}

function perform(step: Step): void {
  if (step.do === 'write') {
    value(values.write('text', step.text))
    return
  }
  const { id } = step
  if (step.do === 'remove') {
    value(tokens.remove(id))
    known.delete(id)
    return
  }
  const secret = SecretText.fromText(step.secret)
  const change = {
    overview: overview({ label: step.label }),
    details: details({ note: step.label }),
  }
  const version = known.get(id)
  const stored =
    version === undefined
      ? tokens.insert(id, { ...change, secret })
      : tokens.update(id, version, { ...change, secrets: { current: secret } })
  known.set(id, value(stored).version)
}

say({ ready: known.size })
for (;;) {
  const step = nextStep()
  say({ try: step })
  perform(step)
  say({ did: step })
}
