import { contract, type Input } from '../../../shared/contract'
import type { CallName } from '../../../shared/contract/names'

const id = 'A'.repeat(22)
const server = { id: 'cloud', baseUrl: null }
const orphan = { id: '1', name: null, at: 1 }
const place = { id, destination: 'A'.repeat(11) }
const subject = { id, kind: 'tolgee/pak', server, fields: {} }

const filter = {
  token: null,
  groups: [],
  outcomes: [],
  actors: [],
  text: '',
  from: null,
  to: null,
}

const samples: Record<CallName, unknown> = {
  'app.info': null,
  'app.showDataFolder': null,
  'app.reportFault': { name: 'TypeError', places: ['main.js:1:2'] },
  'app.reload': null,
  'app.companion': { on: true },
  'app.openSource': { kind: 'tolgee/pak', index: 0 },
  'vault.status': null,
  'vault.retry': null,
  'vault.setAside': { confirm: 'set-aside' },
  'settings.get': null,
  'settings.set': { theme: 'dark' },
  'platform.list': null,
  'platform.openPage': { page: 'create', kind: 'tolgee/pak', server, token: null },
  'draft.open': { text: 'x' },
  'draft.check': subject,
  'draft.save': { ...subject, label: 'x', note: '', expiry: null, rotateEveryDays: null },
  'draft.discard': { id },
  'token.list': null,
  'token.details': { id },
  'token.edit': { id, version: 1, label: 'x', server, fields: {} },
  'token.copy': { id },
  'token.reveal': { id },
  'token.forget': { id },
  'token.restore': { id },
  'destination.add': { id, texts: ['x'] },
  'destination.edit': { ...place, text: 'x' },
  'destination.remove': place,
  'destination.tick': { ...place, done: true },
  'clipboard.clear': null,
  'check.one': { id },
  'check.many': { ids: [id] },
  'check.cancel': { run: 1 },
  'rotation.view': { id },
  'rotation.plan': { ids: [id] },
  'rotation.open': null,
  'rotation.begin': { id },
  'rotation.beginMany': { wishes: [{ id, mode: 'guided', graceMs: null }] },
  'rotation.start': { id },
  'rotation.setMode': { id, mode: 'guided' },
  'rotation.deliver': { id },
  'rotation.setGrace': { id, graceMs: 0 },
  'rotation.revoke': { id },
  'rotation.settle': { id, orphan, act: 'leave' },
  'orphan.dismiss': { id, orphan },
  'session.signIn': { id, username: 'x', password: 'x', code: null },
  'session.code': { id, code: '1' },
  'session.end': { id },
  'revocation.view': { id },
  'revocation.start': { id },
  'rotation.submit': { id, text: 'x' },
  'rotation.keep': { id },
  'rotation.test': { id },
  'rotation.promote': { id },
  'rotation.prove': { id },
  'rotation.back': { id },
  'rotation.finish': { id },
  'rotation.cancel': { id },
  'revocation.begin': { id },
  'revocation.prove': { id },
  'revocation.cancel': { id },
  'inventory.places': null,
  'inventory.list': { id },
  'inventory.view': { id },
  'inventory.adopt': { id, key: id, label: null },
  'inventory.revoke': { id, keys: [id] },
  'inventory.drop': { id },
  'exchange.copy': { id },
  'exchange.state': { id },
  'exchange.drop': { id },
  'audit.page': { filter, before: null, limit: 1 },
  'audit.verify': null,
  'audit.export': { format: 'csv', filter },
}

/** A proper input of a call. */
export function sampleOf<N extends CallName>(name: N): Input<N> {
  return contract[name].input.parse(structuredClone(samples[name])) as Input<N>
}
