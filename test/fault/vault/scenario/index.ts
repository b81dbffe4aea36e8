import type { Scenario } from '../stage'
import { creation } from './creation'
import { migration } from './migration'
import { resealing } from './resealing'
import { rotations } from './rotations'
import { writes } from './writes'

/** Everything that is killed and cut off, one file each. What writes to a vault belongs here. */
export const SCENARIOS: readonly Scenario[] = [writes, rotations, resealing, migration, creation]
