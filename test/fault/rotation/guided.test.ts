import { faultMatrix } from './fault-matrix'

faultMatrix('guided')
