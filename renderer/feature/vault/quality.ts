/**
 * How long a password stands against guessing, by zxcvbn's estimate (D. Wheeler, "zxcvbn:
 * Low-Budget Password Strength Estimation", USENIX Security 2016). Loaded when the first one is
 * typed: its word lists are larger than the rest of the window.
 */
export interface Quality {
  /** 0: guessed at once; 4: not guessed. */
  readonly score: 0 | 1 | 2 | 3 | 4
  /** Guesses needed, as a power of ten. */
  readonly power: number
}

type Estimate = (password: string) => Quality

/** The rest of a longer one adds nothing that would be seen, and takes long to look at. */
const LOOKED_AT = 100
/** Words that an attacker of this very vault would try first. */
const OWN_WORDS = [
  'keyglot',
  'transifex',
  'phrase',
  'lokalise',
  'tolgee',
  'locize',
  'token',
  'vault',
]

let loading: Promise<Estimate> | null = null

export function loadEstimate(): Promise<Estimate> {
  loading ??= load()
  return loading
}

async function load(): Promise<Estimate> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  const zxcvbn = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
  })
  return (password) => {
    const { score, guessesLog10 } = zxcvbn.check(password.slice(0, LOOKED_AT), OWN_WORDS)
    return { score, power: Math.floor(guessesLog10) }
  }
}
