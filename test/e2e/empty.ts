/** A server on an empty folder, and the one-time link it prints for whoever sets it up. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { ended, launch } from '../bench/server.ts';

export interface EmptyServer {
  readonly link: URL;
  close(): Promise<void>;
}

export const startEmpty = async (): Promise<EmptyServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'campus-empty-'));
  const child = launch(folder);
  (child.stdout as Readable).resume();
  const link = await new Promise<string>((resolve, reject) => {
    let printed = '';
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${printed}`)));
    (child.stderr as Readable).setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const found = /http:\S+\/setup\?token=\S+/.exec(printed)?.[0];
      if (found !== undefined) resolve(found);
    });
  });
  return {
    link: new URL(link),
    close: async () => {
      child.kill('SIGTERM');
      await ended(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
