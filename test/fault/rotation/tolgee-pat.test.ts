import { faultMatrix } from './fault-matrix'

faultMatrix('tolgee-pat')
