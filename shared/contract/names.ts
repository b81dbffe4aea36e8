/**
 * The names of all calls and events. Apart from the schemas, so that the preload, which knows
 * only names, carries no schema library. `index.ts` does not compile if the two differ.
 */
export const CALL_NAMES = [
  'app.info',
  'app.showDataFolder',
  'app.reportFault',
  'app.reload',
  'app.openSource',
  'app.companion',
  'vault.status',
  'vault.retry',
  'vault.setAside',
  'settings.get',
  'settings.set',
  'platform.list',
  'platform.openPage',
  'draft.open',
  'draft.check',
  'draft.save',
  'draft.discard',
  'token.list',
  'token.details',
  'token.edit',
  'token.copy',
  'token.reveal',
  'token.forget',
  'token.restore',
  'clipboard.clear',
  'check.one',
  'check.many',
  'check.cancel',
  'rotation.plan',
  'rotation.view',
  'rotation.open',
  'rotation.begin',
  'rotation.beginMany',
  'rotation.start',
  'rotation.setMode',
  'rotation.submit',
  'rotation.keep',
  'rotation.test',
  'rotation.promote',
  'rotation.deliver',
  'rotation.setGrace',
  'rotation.revoke',
  'rotation.prove',
  'rotation.settle',
  'rotation.back',
  'rotation.finish',
  'rotation.cancel',
  'orphan.dismiss',
  'session.signIn',
  'session.code',
  'session.end',
  'revocation.view',
  'revocation.begin',
  'revocation.start',
  'revocation.prove',
  'revocation.cancel',
  'exchange.copy',
  'exchange.state',
  'exchange.drop',
  'audit.page',
  'audit.verify',
  'audit.export',
] as const
export type CallName = (typeof CALL_NAMES)[number]

export const EVENT_NAMES = [
  'vault.changed',
  'tokens.changed',
  'check.progress',
  'rotation.moved',
  'revocation.moved',
  'clipboard.changed',
  'exchange.changed',
  'reminder.due',
  'token.open',
  'command.run',
] as const
export type EventName = (typeof EVENT_NAMES)[number]

/** The one channel for calls, the one for events, and one to say that a page's process is up. */
export const CALL_CHANNEL = 'keyglot:call'
export const EVENT_CHANNEL = 'keyglot:event'
export const HERE_CHANNEL = 'keyglot:here'

/** The name under which the preload puts its object on `window`. */
export const BRIDGE_KEY = 'keyglot'
