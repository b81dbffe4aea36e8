import { draftId, type DraftId } from '../../shared/contract/token'
import { destinationId, type DestinationId } from '../../shared/model/destination'
import { tokenId, type TokenId } from '../../shared/model/token'
import type { Random } from './port'

/** 128 random bits, base64url. */
export function random128(random: Random): string {
  return random.bytes(16).toString('base64url')
}

export function newTokenId(random: Random): TokenId {
  return tokenId.parse(random128(random))
}

export function newDraftId(random: Random): DraftId {
  return draftId.parse(random128(random))
}

export function newDestinationId(random: Random): DestinationId {
  return destinationId.parse(random.bytes(8).toString('base64url'))
}
