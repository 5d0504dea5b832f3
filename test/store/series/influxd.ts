/** InfluxDB 1.6.7 of Debian as a child process, and a transport that speaks to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { InfluxDB, type Transport } from '@influxdata/influxdb-client';

export const influxdPath = '/usr/bin/influxd';
export const influxdReason = existsSync(influxdPath) ? null : `${influxdPath} is not installed (Debian: apt-get install influxdb)`;

export const freePort = async (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

export interface Influxd {
  readonly url: string;
  start(): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
  query(text: string): Promise<(number | string | null)[][]>;
}

export const createInfluxd = async (folder: string, database: string): Promise<Influxd> => {
  const [port, rpc] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  mkdirSync(folder, { recursive: true });
  const path = (name: string): string => JSON.stringify(join(folder, name));
  writeFileSync(
    join(folder, 'influxdb.conf'),
    `reporting-disabled = true\nbind-address = "127.0.0.1:${rpc}"\n[meta]\ndir = ${path('meta')}\n[data]\ndir = ${path('data')}\nwal-dir = ${path('wal')}\n` +
      `query-log-enabled = false\n[monitor]\nstore-enabled = false\n[http]\nbind-address = "127.0.0.1:${port}"\nlog-enabled = false\n`,
  );
  let child: ChildProcess | null = null;
  const query: Influxd['query'] = async (text) => {
    const body = new URLSearchParams({ q: text, db: database, epoch: 'ms' });
    const answer = (await (await fetch(`${url}/query`, { method: 'POST', body })).json()) as {
      results?: { series?: { values: (number | string | null)[][] }[] }[];
      error?: string;
    };
    if (answer.error) throw new Error(answer.error);
    return answer.results?.[0]?.series?.[0]?.values ?? [];
  };
  return {
    url,
    query,
    start: async () => {
      child = spawn(influxdPath, ['-config', join(folder, 'influxdb.conf')], { stdio: 'ignore' });
      for (let i = 0; ; i++) {
        try {
          await query(`CREATE DATABASE "${database}"`);
          return;
        } catch (error) {
          if (i === 150) throw error;
          await new Promise((resume) => setTimeout(resume, 100));
        }
      }
    },
    kill: async (signal) => {
      const running = child;
      if (!running || running.exitCode !== null || running.signalCode !== null) return;
      const ended = new Promise((resolve) => running.once('exit', resolve));
      running.kill(signal);
      await ended;
    },
  };
};

/** Before 1.8 there is only `/write?db=`: everything else of the client stays as it is. */
export const transportTo1x = (url: string): Transport => {
  const { transport } = new InfluxDB({ url, token: 'none', timeout: 5_000 });
  const rewrite = (path: string): string => {
    const query = new URLSearchParams(path.split('?')[1]);
    return `/write?db=${encodeURIComponent(query.get('bucket') ?? '')}&precision=${query.get('precision')}`;
  };
  return {
    chunkCombiner: transport.chunkCombiner,
    send: (path, body, options, callbacks) => transport.send(rewrite(path), body, options, callbacks),
    request: (path, body, options, started) => transport.request(path, body, options, started),
    iterate: (path, body, options) => transport.iterate(path, body, options),
  };
};
