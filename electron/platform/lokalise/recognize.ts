import { byContext, nearnessOf, withField, type FieldBeside } from '../common/context'
import { flagFact } from '../common/fact'
import type { PasteContext, Recognized } from '../adapter'

/** 40 digits, as every SHA-1 has them; samples are hexadecimal. */
const API = /^[0-9a-f]{40}$/
/** Scanners look for 40 of any lower-case letters and digits beside the platform's name. */
const API_ODD = /^[0-9a-z]{40}$/
/** SDK tokens have 36. */
const SDK = /^[0-9a-f]{36}$/
export const HOSTS = ['lokalise.com']
const NEAR = { word: 'lokalise', hosts: HOSTS, headers: ['x-api-token', 'x-ota-api-token'] }
/** `project-id` of the CLI's file, `LOKALISE_PROJECT_ID`, `LokaliseProjectID`. */
const PROJECT_FIELD: FieldBeside = {
  key: 'projectId',
  name: /project[-_.]?id$/,
  fits: /^[0-9a-f]{20,24}\.[0-9]{8}$/,
}

export function recognize(value: string, context: PasteContext): Recognized[] {
  const near = nearnessOf(context, NEAR)
  if (API.test(value)) return [byContext('lokalise/api-token', near)]
  if (SDK.test(value)) {
    return [{ ...byContext('lokalise/sdk-token', near), ...withField(context, PROJECT_FIELD) }]
  }
  if (near === 'none' || !API_ODD.test(value)) return []
  return [byContext('lokalise/api-token', near, flagFact('unusual-shape', true, 'token'))]
}
