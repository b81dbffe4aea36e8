import type { App } from './app'

/** For so many ms at most the window stays blank for want of something to show. */
const LIMIT = 300

function isThere({ session, tokens }: App): boolean {
  const { vault, settings, services } = session.getState()
  if (vault !== null && vault.state !== 'opening' && vault.state !== 'open') return true
  return tokens.getState().loaded && settings !== null && services.length > 0
}

/**
 * Comes back as soon as there is something to draw: the list with its settings, or what keeps the
 * vault shut. To draw an empty window first, and again with every answer, made a start a third
 * longer.
 */
export function firstView(app: App): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (isThere(app)) show()
    }
    const ends = [app.session.subscribe(look), app.tokens.subscribe(look)]
    const show = (): void => {
      for (const end of ends) end()
      resolve()
    }
    ends.push(app.env.after(LIMIT, show))
    look()
  })
}
