/** What lies where in the data folder. */
import path from 'node:path';

export const dataFiles = (folder: string) => ({
  database: path.join(folder, 'campus.db'),
  /** Key under which devices' secrets are hashed. */
  installationKey: path.join(folder, 'installation.key'),
  evidence: path.join(folder, 'evidence'),
  tls: path.join(folder, 'tls'),
});
