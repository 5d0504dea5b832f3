/** The data folder as the operator's commands see it, with a server running on it or without one. */
import fs from 'node:fs';
import path from 'node:path';
import { acquireLock, folderUse } from './lock.ts';
import { databaseFile } from './open.ts';
import { copyDatabase, credentialCount, openView, type View } from './view.ts';

/** Files a folder has before anybody used it: the lock itself, and whose it is. */
const unused = (name: string): boolean => name === 'used-as' || /^lock\.db(-wal|-shm|-journal)?$/.test(name);

interface Places {
  readonly database: string;
  readonly installationKey: string;
  readonly evidence: string;
}

export interface Beside {
  view(): View;
  readonly backupSource: Places & {
    readonly configFolder: string;
    readonly copyDatabase: (file: string) => void;
    readonly credentialCount: () => number;
    readonly version: string;
  };
  readonly restoreTarget: Places & { readonly dataFolder: string; readonly unused: (name: string) => boolean };
  alone<T>(work: () => Promise<T>): Promise<T>;
}

export const besideServer = (config: { readonly dataFolder: string; readonly configFolder: string }, version: string): Beside => {
  const folder = config.dataFolder;
  const files: Places = {
    database: databaseFile(folder),
    installationKey: path.join(folder, 'installation.key'),
    evidence: path.join(folder, 'evidence'),
  };
  return {
    view: () => openView(folder),
    backupSource: {
      ...files,
      configFolder: config.configFolder,
      copyDatabase: (file) => copyDatabase(folder, file),
      credentialCount: () => credentialCount(folder),
      version,
    },
    restoreTarget: { ...files, dataFolder: folder, unused },
    alone: async (work) => {
      const fresh = !fs.existsSync(folder);
      const outcome = acquireLock(folder, folderUse(folder) ?? 'real');
      if (!outcome.ok) throw new Error(outcome.detail);
      try {
        return await work();
      } catch (error) {
        if (fresh) fs.rmSync(folder, { recursive: true, force: true });
        throw error;
      } finally {
        outcome.lock.release();
      }
    },
  };
};
