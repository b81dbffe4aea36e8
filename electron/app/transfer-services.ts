import type { Result } from '../../shared/result'
import { ExportService, type ExportServiceDeps } from '../service/export-service'
import { ImportService, type ImportServiceDeps } from '../service/import-service'
import type { Unlock } from '../service/vault-port'
import { lending } from '../service/ways-service'
import { breath } from '../transfer/pause'

type Parts = Omit<ImportServiceDeps, 'pause'> & Omit<ExportServiceDeps, 'prove'>

/** What takes tokens in from files, and writes them into files. */
export function buildTransfer(parts: Parts, prove: (how: Unlock) => Promise<Result<void>>) {
  const exports = new ExportService({
    ...parts,
    prove: (proof) => lending(proof, prove),
  })
  return { imports: new ImportService({ ...parts, pause: breath() }), exports }
}
