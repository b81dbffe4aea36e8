import { fillVault } from '../../../scripts/bench/vault/fill'

/** `seed-command FOLDER KEYCHAIN-SERVICE COUNT`: makes a vault with so many tokens in it. */
const [folder = '', keychainService = '', count = ''] = process.argv.slice(2)
await fillVault({ folder, keychainService }, Number(count))
