import { locize } from '../../electron/platform/locize'
import { lokalise } from '../../electron/platform/lokalise'
import { phrase } from '../../electron/platform/phrase'
import { describeServices } from '../../electron/platform/services'
import { tolgee } from '../../electron/platform/tolgee'
import { transifex } from '../../electron/platform/transifex'

/** The real platforms: their kinds, fields and recognizers need no network. */
export const adapters = [transifex, phrase, lokalise, tolgee, locize]
export const services = describeServices(adapters)
