/** The same suite against InfluxDB 2.7 in a container, where containers can be run. */
import { GenericContainer, getContainerRuntimeClient, type StartedTestContainer, Wait } from 'testcontainers';
import { afterAll, expect, it } from 'vitest';
import { createInfluxSeries } from '../../../services/store/series/influx.ts';
import { conformance } from './conformance.ts';
import { closeAndRemove, newFolder, openIn, write } from './rig.ts';

const reason = await getContainerRuntimeClient().then(
  () => null,
  (error: unknown) => `no container runtime for InfluxDB 2.7: ${error instanceof Error ? error.message : String(error)}`,
);
const hourMs = 3_600_000;
const account = { org: 'campus', bucket: 'watch', token: 'a-token-for-this-test-only' };
let container: StartedTestContainer | null = null;

const start = async (): Promise<string> => {
  container ??= await new GenericContainer('influxdb:2.7')
    .withEnvironment({
      DOCKER_INFLUXDB_INIT_MODE: 'setup',
      DOCKER_INFLUXDB_INIT_USERNAME: 'campus',
      DOCKER_INFLUXDB_INIT_PASSWORD: 'only-for-this-test',
      DOCKER_INFLUXDB_INIT_ORG: account.org,
      DOCKER_INFLUXDB_INIT_BUCKET: account.bucket,
      DOCKER_INFLUXDB_INIT_ADMIN_TOKEN: account.token,
    })
    .withExposedPorts(8086)
    .withWaitStrategy(Wait.forHttp('/health', 8086))
    .start();
  return `http://${container.getHost()}:${container.getMappedPort(8086)}`;
};

afterAll(async () => void (await container?.stop()));

if (reason) {
  it('InfluxDB 2.7', ({ skip }) => skip(reason));
} else {
  const now = Math.floor(Date.now() / hourMs) * hourMs;
  conformance('InfluxDB 2.7', async () => {
    const url = await start();
    const opened = openIn(newFolder(), { chunkPoints: 16 });
    const store = createInfluxSeries(opened.store, opened.sql, { ...account, url, now: () => now, intervalMs: 15 });
    store.start();
    return {
      store,
      base: now - 30 * 24 * hourMs,
      keepsSameTime: false,
      write: (readings) => write(opened.sql, store, readings, now),
      arrived: async () => {
        const { last } = opened.store.journalRange();
        await expect.poll(() => opened.sql.prepare('SELECT row FROM influx').get()?.['row'], { timeout: 10_000 }).toBe(last);
        await expect.poll(() => opened.sql.prepare('SELECT count(*) AS n FROM influx_horizon').get()?.['n']).toBe(1);
      },
      close: async () => {
        store.stop();
        closeAndRemove(opened);
      },
    };
  });
}
