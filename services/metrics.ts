/** `/metrics` in Prometheus' text form: read from the running parts when asked, never counted twice. */
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { IngestCounts, Message } from './ports.ts';

export interface Measured {
  counts(): IngestCounts;
  clients(): number;
  screens(): number;
  waiting(): number;
  openAlarms(): Readonly<Record<string, number>>;
  devices(): Readonly<Record<string, number>>;
}

export interface Metrics {
  text(): Promise<string>;
  /** The same, measuring what each batch takes from its first message's judgement to its durable commit. */
  timed(take: (messages: readonly Message[]) => void): (messages: readonly Message[]) => void;
  /** Milliseconds from an alarm's commit to its paint, by the screen's clock. */
  painted(ms: number): void;
}

const gauge = (registry: Registry, name: string, help: string, labels: readonly string[], collect: (gauge: Gauge) => void): void => {
  const made: Gauge = new Gauge({ name, help, labelNames: [...labels], registers: [registry], collect: () => collect(made) });
};

const byLabel =
  (label: string, read: () => Readonly<Record<string, number>>) =>
  (made: Gauge): void => {
    made.reset();
    for (const [name, value] of Object.entries(read())) made.set({ [label]: name }, value);
  };

export const createMetrics = (measured: Measured): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const { counts } = measured;
  gauge(registry, 'campus_messages_total', 'MQTT messages taken in', [], (g) => g.set(counts().messages));
  gauge(registry, 'campus_readings_total', 'Readings stored', [], (g) => g.set(counts().readings));
  gauge(registry, 'campus_events_total', 'Device events stored', [], (g) => g.set(counts().events));
  gauge(registry, 'campus_duplicates_total', 'Messages recognised as already seen', [], (g) => g.set(counts().duplicates));
  gauge(
    registry,
    'campus_rejected_total',
    'Messages without effect, by reason',
    ['reason'],
    byLabel('reason', () => counts().rejected),
  );
  gauge(registry, 'campus_mqtt_clients', 'Connected MQTT clients', [], (g) => g.set(measured.clients()));
  gauge(registry, 'campus_live_screens', 'Connected screens', [], (g) => g.set(measured.screens()));
  gauge(registry, 'campus_inbox_waiting', 'Messages not yet durable', [], (g) => g.set(measured.waiting()));
  gauge(registry, 'campus_open_alarms', 'Open alarms by level', ['level'], byLabel('level', measured.openAlarms));
  gauge(registry, 'campus_devices', 'Devices by availability', ['availability'], byLabel('availability', measured.devices));
  const batchSize = new Histogram({
    name: 'campus_batch_messages',
    help: 'Messages in one commit',
    buckets: [1, 2, 5, 10, 50, 100, 500, 1000, 4096],
    registers: [registry],
  });
  const batchMs = new Histogram({
    name: 'campus_batch_ms',
    help: 'Judging and committing one batch, ms',
    buckets: [0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 500],
    registers: [registry],
  });
  const paint = new Histogram({
    name: 'campus_painted_ms',
    help: 'Commit to paint on a screen, ms',
    buckets: [10, 25, 50, 100, 150, 250, 500, 1000, 10_000],
    registers: [registry],
  });
  return {
    text: () => registry.metrics(),
    timed: (take) => (messages) => {
      const started = performance.now();
      take(messages);
      batchSize.observe(messages.length);
      batchMs.observe(performance.now() - started);
    },
    painted: (ms) => paint.observe(Math.max(0, ms)),
  };
};
