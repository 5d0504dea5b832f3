/** Starts the reference process: bare Aedes, volatile Socket.IO. */
import { fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Reference {
  readonly pid: number;
  readonly mqtt: number;
  readonly http: number;
  counted(): Promise<number>;
  stop(): void;
}

export const startReference = async (): Promise<Reference> => {
  const file = fileURLToPath(new URL(`./bare-aedes${extname(import.meta.url)}`, import.meta.url));
  const child = fork(file, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ports = await new Promise<{ mqtt: number; http: number }>((resolve, reject) => {
    child.once('message', (said) => resolve(said as { mqtt: number; http: number }));
    child.once('exit', (code) => reject(new Error(`the reference ended with ${code}`)));
  });
  return {
    pid: child.pid ?? 0,
    ...ports,
    counted: () =>
      new Promise((resolve) => {
        child.once('message', (said) => resolve((said as { counted: number }).counted));
        child.send('counted?');
      }),
    stop: () => void child.kill(),
  };
};
