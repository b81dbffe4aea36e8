import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { networkShare, type ShareSystem } from '../../../electron/vault/share'

const LINUX = [
  '22 27 0:21 / /proc rw,nosuid,nodev,noexec,relatime shared:12 - proc proc rw',
  '27 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw',
  '60 27 0:50 / /home/anna rw,relatime shared:30 - nfs4 files.example:/home/anna rw,vers=4.2',
  '61 60 0:51 / /home/anna/fast rw,relatime shared:31 master:2 - btrfs /dev/sdb1 rw',
  '62 27 0:52 / /mnt/with\\040space rw - cifs //files/share rw',
  '63 27 0:53 / /mnt/ssh rw - fuse.sshfs anna@host: rw,user_id=1000',
  '64 27 0:54 / /mnt/plain rw - fuse portal rw',
  '65 27 0:55 / /mnt/wsl rw - 9p C: rw',
  '66 27 0:56 / /mnt/vm rw - virtiofs shared rw',
  '67 27 0:57 / /mnt/ntfs rw - fuseblk /dev/sdc1 rw',
  '68 27 0:58 / /mnt/box rw - fuse.gocryptfs /home/x rw',
  '69 27 0:59 / /mnt/twice rw - ext4 /dev/sdd1 rw',
  '70 69 0:60 / /mnt/twice rw - smb3 //files/other rw',
  '71 27 0:61 / /mnt/rc rw - fuse.rclone remote: rw',
  'not a line at all',
  '',
].join('\n')

const MAC = [
  '/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)',
  '/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)',
  '//anna@files.local/My%20Files on /Volumes/My Files (old) (smbfs, nodev, nosuid, mounted by anna)',
  'files:/export on /Volumes/nfs (nfs, asynchronous)',
  'map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)',
].join('\n')

const on = (platform: NodeJS.Platform, mounts: string, real = (path: string) => path) =>
  ({ platform, real, mounts: () => mounts }) satisfies ShareSystem

const enoent = () => Object.assign(new Error('gone'), { code: 'ENOENT' })

describe('a folder on a network share', () => {
  it.each([
    ['/home/bert/data', null],
    ['/home/anna', 'nfs4'],
    ['/home/anna/.config/keyglot', 'nfs4'],
    ['/home/annabel', null],
    ['/home/anna/fast/keyglot', null],
    ['/mnt/with space/keyglot', 'cifs'],
    ['/mnt/ssh/keyglot', 'sshfs'],
    ['/mnt/rc/keyglot', 'rclone'],
    ['/mnt/plain/keyglot', null],
    ['/mnt/wsl/keyglot', null],
    ['/mnt/vm/keyglot', null],
    ['/mnt/ntfs/keyglot', null],
    ['/mnt/box/keyglot', null],
    ['/mnt/twice/keyglot', 'smb3'],
  ])('is told on Linux: %s is %s', (folder, kind) => {
    expect(networkShare(folder, on('linux', LINUX))).toBe(kind)
  })

  it.each([
    ['/Users/anna/Library', null],
    ['/Volumes/My Files (old)/keyglot', 'smbfs'],
    ['/Volumes/nfs/keyglot', 'nfs'],
    ['/Volumes/Stick/keyglot', null],
  ])('is told on macOS: %s is %s', (folder, kind) => {
    expect(networkShare(folder, on('darwin', MAC))).toBe(kind)
  })

  it.each([
    ['C:\\Users\\anna\\AppData', null],
    ['\\\\files\\home\\anna', 'unc'],
    ['//files/home/anna', 'unc'],
    ['\\\\?\\UNC\\files\\home', 'unc'],
    ['\\\\wsl.localhost\\Debian\\home', 'unc'],
    ['\\\\?\\C:\\Users\\anna', null],
    ['\\\\.\\C:\\Users', null],
  ])('is told on Windows: %s is %s', (folder, kind) => {
    expect(networkShare(folder, on('win32', ''))).toBe(kind)
  })

  it('is where a link leads, and a connected drive letter', () => {
    const linked = (path: string) => path.replace('/data', '/home/anna')
    expect(networkShare('/data/keyglot', on('linux', LINUX, linked))).toBe('nfs4')
    const mapped = (path: string) => path.replace('Z:', '\\\\files\\home')
    expect(networkShare('Z:\\keyglot', on('win32', '', mapped))).toBe('unc')
  })

  it('is one that is still to be made there', () => {
    const made = new Set(['/home/anna', '/'])
    const real = (path: string) => {
      if (!made.has(path)) throw enoent()
      return path
    }
    expect(networkShare('/home/anna/.config/keyglot/vault', on('linux', LINUX, real))).toBe('nfs4')
    expect(networkShare('/var/keyglot', on('linux', LINUX, real))).toBeNull()
  })

  it('is not claimed where nothing can be told', () => {
    const fail = () => {
      throw new Error('not allowed')
    }
    expect(networkShare('/home/anna', { platform: 'linux', real: fail, mounts: fail })).toBeNull()
    expect(networkShare('/home/anna', { ...on('linux', ''), mounts: fail })).toBeNull()
    expect(networkShare('/home/anna', on('linux', ''))).toBeNull()
  })

  it('is not this machine’s own folder for temporary files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'keyglot-share-'))
    try {
      expect(networkShare(folder)).toBeNull()
      expect(networkShare(join(folder, 'not', 'there'))).toBeNull()
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
