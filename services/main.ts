/** The server's start: flags and environment, configuration, the app, signals. */
import { pino } from 'pino';
import { createApp } from './app.ts';
import { environmentWithFile, loadConfig } from './config.ts';
import { version } from './wiring.ts';

/** Longest time a clean stop may take before the process ends anyway (contract: within 10 s). */
const stopWithinMs = 9_000;

/** A fault after which nothing may be acknowledged: the supervisor starts the process again (EX_SOFTWARE). */
const exitBroken = 70;
/** Configuration or data folder cannot be used (EX_CONFIG). */
const exitUnusable = 78;

const fail = (text: string): never => {
  process.stderr.write(`${text}\n`);
  process.exit(exitUnusable);
};

const start = async (): Promise<void> => {
  const demo = process.argv.includes('--demo');
  const loaded = loadConfig(environmentWithFile(process.env), { demo });
  if (!loaded.ok) return fail(loaded.errors.join('\n'));
  const config = loaded.value;
  const log = pino({ level: config.logLevel, base: null });
  const failStop = (error: unknown): void => {
    log.fatal({ err: error }, 'cannot go on safely; stopping without acknowledging anything');
    process.exit(exitBroken);
  };
  process.on('uncaughtException', failStop);
  process.on('unhandledRejection', failStop);

  const { startDemo } = demo ? await import('./demo.ts') : { startDemo: null };
  const started = startDemo ? await startDemo({ config, log, failStop }) : await createApp({ config, log, failStop });
  if (!started.ok) return fail(started.detail);
  const { app } = started;

  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(exitBroken), stopWithinMs).unref();
    app.stop().then(() => process.exit(0), failStop);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

  const { http, https, mqtt, mqtts } = app.addresses;
  log.info({ http, https, mqtt, mqtts, version, demo }, 'ready');
  const setup = demo ? null : app.store.accounts.offerSetup();
  if (setup !== null) {
    const address = config.publicUrl ?? `http://127.0.0.1:${http}`;
    process.stderr.write(
      `\n首次设置（24 小时内有效，仅可使用一次）· First set-up, once, within 24 hours:\n  ${address}/setup?token=${setup}\n\n`,
    );
  }
};

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(exitBroken);
});
