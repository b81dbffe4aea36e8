import { randomBytes } from 'node:crypto'
import { FieldSeal, Nonces } from '../../../electron/vault/envelope'
import { BareCipher } from './floor'
import { Recorder, timed, type MeasureJob, type Series } from './job'

const COUNT = 20_000
/** What an overview of a token takes, padded. */
const BYTES = 576

/** Sealing and opening as the stores do it, beside AES-256-GCM and nothing around it. */
export function measureSeal({ rounds }: MeasureJob): Series {
  const nonces = new Nonces({ bytes: randomBytes })
  const key = { vaultId: randomBytes(16), keyId: randomBytes(16), bytes: randomBytes(32), nonces }
  const seal = new FieldSeal(key, 'token', 'overview')
  const bare = new BareCipher()
  const plain = randomBytes(BYTES)
  const at = { id: randomBytes(16).toString('base64url'), version: 1 }
  const own = (): number[] => {
    const sealed = timed(() => Array.from({ length: COUNT }, () => seal.seal(at, plain)))
    const opened = timed(() => sealed.value.filter((each) => seal.open(at, each) === null))
    if (opened.value.length > 0) throw new Error('Something did not open')
    return [sealed.took, opened.took]
  }
  const raw = (): number[] => {
    const sealed = timed(() => Array.from({ length: COUNT }, () => bare.seal(plain)))
    const opened = timed(() => sealed.value.filter((each) => bare.open(each).length !== BYTES))
    if (opened.value.length > 0) throw new Error('Something did not open')
    return [sealed.took, opened.took]
  }
  const sides = [
    { names: ['seal', 'open'], run: own },
    { names: ['rawSeal', 'rawOpen'], run: raw },
  ]
  const recorder = new Recorder()
  for (let round = 0; round <= rounds; round += 1) {
    for (const { names, run } of round % 2 === 0 ? sides : sides.toReversed()) {
      const taken = run()
      // the first round warms all of it up
      if (round === 0) continue
      names.forEach((name, which) => recorder.add(name, (taken[which] ?? 0) / COUNT))
    }
  }
  return recorder.series()
}
