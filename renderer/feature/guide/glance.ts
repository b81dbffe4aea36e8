import type { TokenId } from '../../../shared/model/token'
import type { App } from '../../store/app'

/** A rotation that was begun by opening its guide, and not used since, ends with the guide. */
export function createGlance(app: App, id: TokenId) {
  let idle = false
  let over = false
  const end = (): void => {
    if (!idle) return
    idle = false
    void app.env.bridge.call('rotation.cancel', { id }).then((answer) => {
      if (answer.ok) app.act.absorb(answer.value)
    })
  }
  return {
    begun: (done: boolean): void => {
      idle = done
      // gone while the main process began it
      if (over) end()
    },
    used: (): void => {
      idle = false
    },
    back: (): void => {
      over = false
    },
    left: (): void => {
      over = true
      end()
    },
    isOver: () => over,
  }
}
