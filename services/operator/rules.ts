/** `rules test`: what the rules say of readings in a file, without a server and without an alarm. */
import fs from 'node:fs';
import { z } from 'zod';
import { deviceSchema, spaceSchema } from '../contracts/place.ts';
import { native } from '../core/codecs/native.ts';
import { compileRules, judgeReading, newRuleState, type RuleSet } from '../core/rules/index.ts';
import { refuse } from './command.ts';

const args = z.strictObject({
  file: z.string().optional().describe('native telemetry, one JSON object a line: {"ts": …, "values": {"smoke": 0.4}}'),
  type: deviceSchema.shape.type.default('sensor').describe('the device that would have sent it'),
  space: spaceSchema.shape.use.optional().describe('use of the room it would be in'),
  reportInterval: z.coerce.number().int().min(1).default(60).describe('how often it would report, seconds'),
});

interface Judged {
  readonly at: string;
  readonly rule: string;
  readonly kind: string;
  readonly level: string;
  readonly state: string;
  readonly condition: string;
}

interface Reading {
  readonly at: number;
  readonly metric: string;
  readonly value: number;
}

/** Readings of a file of native telemetry, in order of time; a line that is none is refused with its number. */
const readingsIn = (file: string): Reading[] => {
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  const readings = lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    const { uplinks, refusals } = native.decode('telemetry', Buffer.from(line), { source: 'x', mapping: () => ({}) });
    const first = refusals[0];
    if (first) return refuse(`${file}, line ${i + 1}: ${first.detail}`);
    return uplinks.flatMap((uplink) => {
      if (uplink.type !== 'readings') return [];
      const at = uplink.ts ?? refuse(`${file}, line ${i + 1}: it has no ts`);
      return uplink.values.map(([metric, value]) => ({ at, metric, value }));
    });
  });
  return readings.sort((a, b) => a.at - b.at);
};

const judge = (
  rules: RuleSet,
  { file, type, space, reportInterval }: z.output<typeof args>,
): { rules: number; readings: number; signals: Judged[] } => {
  const device = {
    id: 'x',
    school: 'x',
    space: space === undefined ? null : 'x',
    type,
    spaceUse: space ?? null,
    reportIntervalSeconds: reportInterval,
  };
  const compiled = compileRules(rules, device);
  const state = newRuleState();
  const readings = file === undefined ? [] : readingsIn(file);
  const signals = readings.flatMap((reading) => [...judgeReading(compiled, state, reading)]);
  return {
    rules: rules.rules.length,
    readings: readings.length,
    signals: signals.map(({ at, rule, kind, level, state: now, because }) => ({
      at: new Date(at).toISOString(),
      rule: `${rule.id} v${rule.version}`,
      kind,
      level,
      state: now,
      condition: because.condition,
    })),
  };
};

export const rulesTest = {
  name: 'rules test',
  summary: 'checks rules.yaml; with a file of readings, says what the rules make of them',
  args,
  positional: ['file'],
  run: judge,
} as const;
