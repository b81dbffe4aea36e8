import { faultMatrix } from './fault-matrix'

faultMatrix('phrase-strings')
