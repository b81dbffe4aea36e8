import { execFileSync } from 'node:child_process'
import { readFileSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { isErrno } from './files'

/**
 * File systems of other machines, by the name that the system gives them. SQLite's write-ahead log
 * "does not work over a network filesystem", and locks there may be granted twice
 * (https://www.sqlite.org/wal.html, https://www.sqlite.org/howtocorrupt.html). Plain `fuse`, 9p and
 * virtiofs are not among them: containers, virtual machines and WSL have local disks under these.
 */
const NETWORK: ReadonlySet<string> = new Set([
  ...['nfs', 'nfs4', 'cifs', 'smb2', 'smb3', 'smbfs', 'ncpfs', 'afpfs', 'webdav', 'davfs', 'ftp'],
  ...['ceph', 'glusterfs', 'lustre', 'gpfs', 'beegfs', 'orangefs', 'pvfs2', 'afs', 'coda'],
  // behind `fuse.`, the name of the program
  ...['sshfs', 'rclone', 'davfs2', 'curlftpfs', 's3fs', 'gcsfuse', 'gvfsd-fuse', 'smbnetfs'],
  ...['ceph-fuse', 'mfs', 'juicefs', 'goofys', 'blobfuse', 'kio-fuse'],
])
const FUSE = 'fuse.'

/** What is asked of the system; tests answer themselves. */
export interface ShareSystem {
  readonly platform: NodeJS.Platform
  /** Where a path leads in the end. Throws ENOENT where there is nothing. */
  readonly real: (path: string) => string
  /** What is mounted, as the system writes it: `/proc/self/mountinfo`, or what `mount` prints. */
  readonly mounts: () => string
}

const system: ShareSystem = {
  platform: process.platform,
  real: (path) => realpathSync.native(path),
  mounts: () =>
    process.platform === 'darwin'
      ? execFileSync('/sbin/mount', { encoding: 'utf8', timeout: 2000 })
      : readFileSync('/proc/self/mountinfo', 'utf8'),
}

/**
 * The kind of network file system that a folder is on, or would be made on; null: none, or it
 * cannot be told. On Windows that is `unc`: the system names the server of a connected drive letter
 * too when it is asked where the path leads (https://github.com/microsoft/slngen/pull/306).
 */
export function networkShare(folder: string, from: ShareSystem = system): string | null {
  try {
    const place = existing(folder, from)
    if (from.platform === 'win32') return isUnc(place) ? 'unc' : null
    const mounts =
      from.platform === 'darwin' ? macMounts(from.mounts()) : linuxMounts(from.mounts())
    const type = typeAt(place, mounts)
    return type !== null && NETWORK.has(type) ? type : null
  } catch {
    // whatever is wrong with the folder is for those to say who use it
    return null
  }
}

/** The nearest folder above that is there, without links on its way. */
function existing(folder: string, { real }: ShareSystem): string {
  for (let place = folder; ; place = dirname(place)) {
    try {
      return real(place)
    } catch (error) {
      if (!isErrno(error, 'ENOENT') || place === dirname(place)) throw error
    }
  }
}

/** `\\server\share` and `\\?\UNC\server\share`, and not the `\\?\C:\` and `\\.\` of local devices. */
function isUnc(path: string): boolean {
  const plain = path.replaceAll('/', '\\')
  return /^\\\\(\?\\UNC\\|[^\\?.][^\\]*\\)/i.test(plain)
}

interface Mount {
  readonly at: string
  readonly type: string
}

/** Of mounts one over the other, the last one counts. */
function typeAt(path: string, mounts: readonly Mount[]): string | null {
  let found: Mount | null = null
  for (const mount of mounts) {
    const covers = path === mount.at || path.startsWith(mount.at === '/' ? '/' : `${mount.at}/`)
    if (covers && mount.at.length >= (found?.at.length ?? 0)) found = mount
  }
  if (found === null) return null
  const type = found.type.toLowerCase()
  return type.startsWith(FUSE) ? type.slice(FUSE.length) : type
}

/**
 * `36 35 98:0 /root /mnt rw,noatime master:1 - ext3 /dev/root rw`: the place is the fifth field, the
 * type the first behind the dash (https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html).
 */
function linuxMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [left = '', right = ''] = line.split(' - ')
    const at = left.split(' ')[4]
    const type = right.split(' ')[0]
    return at && type ? [{ at: at.replace(/\\([0-7]{3})/g, octal), type }] : []
  })
}

/** `//anna@server/share on /Volumes/share (smbfs, nodev, nosuid, mounted by anna)`. */
function macMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [, at, type] = /^.* on (\/.*) \(([^,)]+)[^()]*\)$/.exec(line) ?? []
    return at && type ? [{ at, type }] : []
  })
}

function octal(_: string, digits: string): string {
  return String.fromCharCode(parseInt(digits, 8))
}
