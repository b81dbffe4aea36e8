import { faultMatrix } from './fault-matrix'

faultMatrix('tolgee-pak')
