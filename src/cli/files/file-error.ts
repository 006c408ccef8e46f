import { AisleError } from '../../lib/index.js';
import { isSystemError } from '../terminal/system-error.js';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'that is not permitted',
  EISDIR: 'it is a folder',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file',
  EPERM: 'that is not permitted',
  EROFS: 'its file system is read-only',
};

/** Makes the error of a file that cannot be used; anything but an error of the system stays as it is. */
export function toFileError(error: unknown, path: string, verb: 'read' | 'written'): unknown {
  if (!isSystemError(error)) return error;
  const reason = REASONS[String(error.code)] ?? error.message;
  return new AisleError('INVALID_VALUE', `"${path}" cannot be ${verb}: ${reason}.`, { cause: error });
}
