import { DecoratorHandler, type Dispatcher } from 'undici'

/** undici's types leave out what the class passes on. */
interface Passing extends Dispatcher.DispatchHandler {
  onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void
}
const Decorator = DecoratorHandler as unknown as new (
  handler: Dispatcher.DispatchHandler,
) => Passing

class Watched extends Decorator {
  readonly #begun: () => void

  constructor(handler: Dispatcher.DispatchHandler, begun: () => void) {
    super(handler)
    this.#begun = begun
  }

  override onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    this.#begun()
    super.onRequestStart(controller, context)
  }
}

/**
 * The same dispatcher, which tells when the first byte of a request is about to leave. It leaves
 * over a connection that stands, TLS included: before this call nobody can have read anything of it.
 */
export function watched(dispatcher: Dispatcher, begun: () => void): Dispatcher {
  return dispatcher.compose(
    (dispatch) => (options, handler) => dispatch(options, new Watched(handler, begun)),
  )
}
