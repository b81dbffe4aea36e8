import type { Loud } from '../../ui/notice-screen'
import type { VaultState } from '../../../shared/model/vault'
import type { MessageId } from '../../i18n/messages'
import type { IconName } from '../../ui/icon'

export type ProblemState = Exclude<VaultState, 'open' | 'opening' | 'locked'>

interface Problem {
  readonly icon: IconName
  readonly loud: Loud
  readonly title: MessageId
  readonly text: MessageId
  readonly steps: readonly MessageId[]
  /** Starting a new vault beside it can make sense: this one cannot be opened by waiting. */
  readonly replaceable: boolean
}

export const PROBLEMS: Readonly<Record<ProblemState, Problem>> = {
  'waiting-for-keychain': {
    icon: 'hourglass',
    loud: 'wait',
    title: 'vault.waiting-for-keychain.title',
    text: 'vault.waiting-for-keychain.text',
    steps: ['vault.waiting-for-keychain.step.1', 'vault.waiting-for-keychain.step.2'],
    replaceable: false,
  },
  'no-keychain': {
    icon: 'key',
    loud: 'act',
    title: 'vault.no-keychain.title',
    text: 'vault.no-keychain.text',
    steps: ['vault.no-keychain.step.1', 'vault.no-keychain.step.2', 'vault.no-keychain.step.3'],
    replaceable: false,
  },
  'keychain-locked': {
    icon: 'lock',
    loud: 'act',
    title: 'vault.keychain-locked.title',
    text: 'vault.keychain-locked.text',
    steps: ['vault.keychain-locked.step.1', 'vault.keychain-locked.step.2'],
    replaceable: false,
  },
  'keychain-timeout': {
    icon: 'hourglass',
    loud: 'act',
    title: 'vault.keychain-timeout.title',
    text: 'vault.keychain-timeout.text',
    steps: [
      'vault.keychain-timeout.step.1',
      'vault.keychain-timeout.step.2',
      'vault.keychain-timeout.step.3',
    ],
    replaceable: false,
  },
  'keychain-failed': {
    icon: 'triangle',
    loud: 'act',
    title: 'vault.keychain-failed.title',
    text: 'vault.keychain-failed.text',
    steps: ['vault.keychain-failed.step.1', 'vault.keychain-failed.step.2'],
    replaceable: false,
  },
  'key-missing': {
    icon: 'key',
    loud: 'bad',
    title: 'vault.key-missing.title',
    text: 'vault.key-missing.text',
    steps: ['vault.key-missing.step.1', 'vault.key-missing.step.2', 'vault.key-missing.step.3'],
    replaceable: true,
  },
  'wrong-key': {
    icon: 'shield-x',
    loud: 'bad',
    title: 'vault.wrong-key.title',
    text: 'vault.wrong-key.text',
    steps: ['vault.wrong-key.step.1', 'vault.wrong-key.step.2'],
    replaceable: true,
  },
  damaged: {
    icon: 'file-warning',
    loud: 'bad',
    title: 'vault.damaged.title',
    text: 'vault.damaged.text',
    steps: ['vault.damaged.step.1', 'vault.damaged.step.2', 'vault.damaged.step.3'],
    replaceable: true,
  },
  missing: {
    icon: 'file-warning',
    loud: 'bad',
    title: 'vault.missing.title',
    text: 'vault.missing.text',
    steps: ['vault.missing.step.1', 'vault.missing.step.2', 'vault.missing.step.3'],
    replaceable: true,
  },
  'not-a-file': {
    icon: 'file-warning',
    loud: 'bad',
    title: 'vault.not-a-file.title',
    text: 'vault.not-a-file.text',
    steps: ['vault.not-a-file.step.1', 'vault.not-a-file.step.2'],
    replaceable: true,
  },
  'newer-version': {
    icon: 'info',
    loud: 'act',
    title: 'vault.newer-version.title',
    text: 'vault.newer-version.text',
    steps: ['vault.newer-version.step.1'],
    replaceable: true,
  },
  'in-use': {
    icon: 'layers',
    loud: 'wait',
    title: 'vault.in-use.title',
    text: 'vault.in-use.text',
    steps: ['vault.in-use.step.1', 'vault.in-use.step.2'],
    replaceable: false,
  },
  'network-share': {
    icon: 'hard-drive',
    loud: 'act',
    title: 'vault.network-share.title',
    text: 'vault.network-share.text',
    steps: ['vault.network-share.step.1', 'vault.network-share.step.2'],
    replaceable: false,
  },
  linked: {
    icon: 'layers',
    loud: 'act',
    title: 'vault.linked.title',
    text: 'vault.linked.text',
    steps: ['vault.linked.step.1', 'vault.linked.step.2', 'vault.linked.step.3'],
    replaceable: false,
  },
  'no-space': {
    icon: 'hard-drive',
    loud: 'act',
    title: 'vault.no-space.title',
    text: 'vault.no-space.text',
    steps: ['vault.no-space.step.1', 'vault.no-space.step.2'],
    replaceable: false,
  },
  'read-only': {
    icon: 'lock',
    loud: 'act',
    title: 'vault.read-only.title',
    text: 'vault.read-only.text',
    steps: ['vault.read-only.step.1', 'vault.read-only.step.2'],
    replaceable: false,
  },
  failed: {
    icon: 'octagon-alert',
    loud: 'bad',
    title: 'vault.failed.title',
    text: 'vault.failed.text',
    steps: ['vault.failed.step.1', 'vault.failed.step.2'],
    replaceable: false,
  },
}
