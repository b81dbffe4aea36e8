import type { RotationView } from '../../shared/contract/rotation'
import type { CheckRecord, TokenId } from '../../shared/model/token'

/**
 * What is told of a rotation whose last act was not asked for by the window: its end with the proof,
 * which is stored nowhere as a state of its own, and then that none is open.
 */
export class RotationNews {
  readonly #last = new Map<TokenId, RotationView>()
  readonly #proofs = new Map<TokenId, CheckRecord>()

  proved(id: TokenId, check: CheckRecord): void {
    this.#proofs.set(id, check)
  }

  /** What to tell, in order; `view` null: none is open (any more). */
  of(id: TokenId, view: RotationView | null): readonly (RotationView | null)[] {
    const last = this.#last.get(id)
    const proof = this.#proofs.get(id)
    this.#proofs.delete(id)
    if (view !== null) this.#last.set(id, view)
    else this.#last.delete(id)
    if (view !== null || !last || !proof) return [view]
    return [{ ...last, stage: 'done', act: null, waiting: null, previousCheck: proof }, null]
  }

  /** The vault closes. */
  clear(): void {
    this.#last.clear()
    this.#proofs.clear()
  }
}
