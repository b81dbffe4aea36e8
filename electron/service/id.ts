import { draftId, type DraftId } from '../../shared/contract/token'
import { importId, type ImportId } from '../../shared/contract/transfer'
import { destinationId, type DestinationId } from '../../shared/model/destination'
import { tokenId, type TokenId } from '../../shared/model/token'
import type { Random } from './port'
import { SecretText } from './secret'

/** 128 random bits, base64url. */
export function random128(random: Random): string {
  return random.bytes(16).toString('base64url')
}

/** A value of nobody's, for calls that are about an account and take a value all the same. */
export function nobodysSecret(random: Random): SecretText {
  return SecretText.fromText(random128(random))
}

export function newTokenId(random: Random): TokenId {
  return tokenId.parse(random128(random))
}

export function newDraftId(random: Random): DraftId {
  return draftId.parse(random128(random))
}

export function newImportId(random: Random): ImportId {
  return importId.parse(random128(random))
}

export function newDestinationId(random: Random): DestinationId {
  return destinationId.parse(random.bytes(8).toString('base64url'))
}
