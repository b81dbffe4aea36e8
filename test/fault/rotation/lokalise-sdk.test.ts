import { faultMatrix } from './fault-matrix'

faultMatrix('lokalise-sdk')
