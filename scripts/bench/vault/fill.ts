import { randomBytes } from 'node:crypto'
import { SecretText } from '../../../electron/service/secret'
import { tokenId } from '../../../shared/model/token'
import { benchToken } from '../tokens'
import type { VaultPlace } from './job'
import { openVault, value } from './place'

/** Makes the vault, its key in the keychain, and so many tokens in it. */
export async function fillVault(place: VaultPlace, count: number): Promise<void> {
  const vault = await openVault(place)
  const now = Date.now()
  const tokens = Array.from({ length: count }, (_, at) => {
    const { overview, details, secret } = benchToken(at, now)
    const id = tokenId.parse(randomBytes(16).toString('base64url'))
    return { id, overview, details, secret: SecretText.fromText(secret) }
  })
  value(vault.tokens.insertMany(tokens))
  vault.close()
}
