import { byContext, isNear } from '../common/context'
import { flagFact } from '../common/fact'
import type { PasteContext, Recognized } from '../adapter'

/** 40 digits, as every SHA-1 has them; samples are hexadecimal. */
const API = /^[0-9a-f]{40}$/
/** Scanners look for 40 of any lower-case letters and digits beside the platform's name. */
const API_ODD = /^[0-9a-z]{40}$/
/** SDK tokens have 36. */
const SDK = /^[0-9a-f]{36}$/
const NEAR = {
  word: 'lokalise',
  hosts: ['lokalise.com'],
  headers: ['x-api-token', 'x-ota-api-token'],
}

export function recognize(value: string, context: PasteContext): Recognized[] {
  const near = isNear(context, NEAR)
  if (API.test(value)) return [byContext('lokalise/api-token', near)]
  if (SDK.test(value)) return [byContext('lokalise/sdk-token', near)]
  if (!near || !API_ODD.test(value)) return []
  return [byContext('lokalise/api-token', true, flagFact('unusual-shape', true, 'token'))]
}
