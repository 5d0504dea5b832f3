/** Pure parts: distance, waves, the dialogue, ways, the signed link. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AssistanceRequest } from '../../../services/contracts/responder.ts';
import { requestActions, requestStates, responderChannels } from '../../../services/contracts/responder.ts';
import { concerned } from '../../../services/core/cap/received.ts';
import { chooseNext, isAccepted, isWaiting, metresBetween } from '../../../services/core/linkage/choose.ts';
import { isStepKey, linkToken, readLink, stepKey } from '../../../services/core/linkage/link.ts';
import type { AskLine } from '../../../services/core/linkage/policy.ts';
import { actionsOf, stepRequest } from '../../../services/core/linkage/transitions.ts';
import { nextTry, waysOf } from '../../../services/core/linkage/ways.ts';
import { linkageRulesOf } from '../../flows/harness.ts';
import { began, campus, requestOf, responderOf } from './incidents.ts';

const rules = linkageRulesOf();
const line: AskLine = {
  id: 'on_site_station',
  events: ['fire'],
  from: 'IV',
  injury: false,
  kinds: ['micro_station'],
  needs: ['fire'],
  withinMetres: null,
  ask: 3,
  accept: 2,
  arriveSeconds: 180,
  cites: { zh: 'x', en: 'x' },
};

describe('distance', () => {
  it('is the great circle: a degree of latitude is 111.2 km, Paris to London 344 km', () => {
    expect(metresBetween({ latitude: 0, longitude: 0 }, { latitude: 1, longitude: 0 })).toBeCloseTo(111_195, -1);
    const far = metresBetween({ latitude: 48.8566, longitude: 2.3522 }, { latitude: 51.5074, longitude: -0.1278 });
    expect(Math.round(far / 1000)).toBe(344);
    expect(metresBetween(campus, campus)).toBe(0);
  });
});

describe('waves', () => {
  it('never ask anybody twice, never have more than `ask` waiting, and stop when enough said yes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('accepted', 'rejected', 'no_answer', 'delivered'), { maxLength: 40 }),
        fc.nat(12),
        (answers, many) => {
          const candidates = Array.from({ length: many }, (_, i) => ({
            responder: responderOf(`m${i}`),
            need: 'fire' as const,
            distanceMetres: i,
          }));
          let asked: AssistanceRequest[] = [];
          for (const answer of answers) {
            const { ask, release } = chooseNext(line, candidates, asked);
            asked = asked.map((one) => (release.some(({ id }) => id === one.id) ? { ...one, state: 'cancelled', open: false } : one));
            asked.push(...ask.map(({ candidate, wave }) => requestOf(candidate.responder.id, { wave })));
            expect(new Set(asked.map(({ responder }) => responder)).size).toBe(asked.length);
            // The nearest come first: nobody further is asked while somebody nearer has not been.
            expect(asked.map(({ responder }) => responder)).toEqual(candidates.slice(0, asked.length).map(({ responder }) => responder.id));
            expect(asked.filter(isWaiting).length + asked.filter(isAccepted).length).toBeLessThanOrEqual(line.ask);
            const first = asked.findIndex(isWaiting);
            if (first >= 0)
              asked = asked.with(first, { ...(asked[first] as AssistanceRequest), state: answer, open: answer !== 'rejected' });
          }
          if (asked.filter(isAccepted).length >= line.accept) expect(chooseNext(line, candidates, asked).ask).toEqual([]);
        },
      ),
    );
  });
});

describe('the dialogue', () => {
  it('goes only where a row leads, never back, and never off after arrival', () => {
    const order = ['draft', 'sent', 'delivered', 'no_answer', 'accepted', 'en_route', 'on_scene', 'cleared'];
    for (const from of requestStates)
      for (const to of requestStates)
        for (const who of ['responder', 'duty', 'system'] as const) {
          const next = stepRequest(requestOf('m1', { state: from }), to, who, began);
          if (!next) continue;
          expect(next.times[to]).toBe(began);
          expect(next.version).toBe(2);
          expect(['rejected', 'cleared', 'cancelled']).not.toContain(from);
          if (to === 'cancelled') expect(from).not.toBe('on_scene');
          if (from !== 'no_answer' && order.includes(to)) expect(order.indexOf(to)).toBeGreaterThan(order.indexOf(from));
          if (who === 'responder') expect(['accepted', 'rejected', 'en_route', 'on_scene', 'cleared']).toContain(to);
        }
    expect(actionsOf({ state: 'delivered' }, 'responder')).toEqual(['accept', 'reject']);
    expect(actionsOf({ state: 'on_scene' }, 'responder')).toEqual(['clear']);
    expect(actionsOf({ state: 'cancelled' }, 'duty')).toEqual([]);
  });
});

describe('ways', () => {
  const address = fc.webUrl({ validSchemes: ['https'] });
  const channel = fc.constantFrom(...responderChannels);
  const responder = fc.record({
    channels: fc.array(fc.record({ channel, address }), { minLength: 1, maxLength: 6 }),
    sandbox: fc.option(fc.record({ channel: fc.constantFrom('webhook' as const, 'cap' as const), address }), { nil: null }),
  });
  const attempt = fc.record({
    channel,
    at: fc.integer({ min: began, max: began + 600_000 }),
    outcome: fc.constantFrom('sending', 'sent', 'delivered', 'failed'),
    reason: fc.constant(null),
  });

  it('of a drill lead to the sandbox and nowhere else, whatever was tried before', () => {
    fc.assert(
      fc.property(responder, fc.array(attempt, { maxLength: 30 }), fc.nat(900_000), (fields, attempts, after) => {
        const one = responderOf('m1', fields);
        const ways = waysOf(one, 'drl-1');
        const next = nextTry({ attempts }, ways, rules.channels, began + after);
        expect(ways.every((way) => way === one.sandbox)).toBe(true);
        if (next.kind === 'try') expect(next.way).toBe(one.sandbox);
        if (one.sandbox === null) expect(next.kind).toBe('nothing');
      }),
      { numRuns: 2000 },
    );
  });

  it('never dial, and never wait longer than the cap', () => {
    fc.assert(
      fc.property(responder, fc.array(attempt, { maxLength: 30 }), (fields, attempts) => {
        const sorted = attempts.toSorted((a, b) => a.at - b.at);
        const now = sorted.at(-1)?.at ?? began;
        const next = nextTry({ attempts: sorted }, waysOf(responderOf('m1', fields), null), rules.channels, now);
        if (next.kind === 'try') expect(next.way.channel).not.toBe('phone');
        if (next.kind === 'wait') expect(next.at - now).toBeLessThanOrEqual(rules.channels.retryCapMs);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the signed link', () => {
  const seal = (purpose: string, text: string): Buffer => createHmac('sha256', `key ${purpose}`).update(text).digest();

  it('is good for its request until it expires, and none of 10,000 mutated ones is', () => {
    const token = linkToken(seal, 'req-abc-0123', began + 1000);
    expect(readLink(seal, token, began)).toBe('req-abc-0123');
    expect(readLink(seal, token, began + 1000)).toBeNull();
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
    let random = 1;
    const pick = (n: number): number => {
      random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
      return (random >>> 8) % n;
    };
    let taken = 0;
    for (let i = 0; i < 10_000; i++) {
      const at = pick(token.length);
      const letter = letters[pick(letters.length)] ?? 'A';
      const forms = [
        token.slice(0, at) + letter + token.slice(at + 1),
        token.slice(0, at) + token.slice(at + 1),
        token.slice(0, at) + letter + token.slice(at),
        `${token}${letter}`,
        token.slice(0, at),
      ];
      const mutated = forms[pick(forms.length)] ?? '';
      if (mutated !== token && readLink(seal, mutated, began) !== null) taken++;
    }
    process.stdout.write(`linkage: 10000 mutated links, ${taken} taken\n`);
    expect(taken).toBe(0);
  });

  it('opens each step once: its key fits no other action, request or later state', () => {
    const asked = requestOf('m1', { state: 'delivered' });
    for (const action of requestActions) {
      const key = stepKey(seal, asked, action);
      expect(isStepKey(seal, { ...asked, state: 'sent' }, action, key)).toBe(true);
      for (const state of ['accepted', 'en_route', 'on_scene', 'cancelled', 'rejected'] as const)
        expect(isStepKey(seal, { ...asked, state }, action, key)).toBe(false);
      expect(isStepKey(seal, { ...asked, id: 'm2' }, action, key)).toBe(false);
      for (const other of requestActions) if (other !== action) expect(isStepKey(seal, asked, other, key)).toBe(false);
    }
  });
});

describe('whom a CAP message concerns', () => {
  const org = (id: string, location: typeof campus | null) => ({
    id,
    kind: 'school' as const,
    parent: null,
    name: id,
    schoolKind: 'primary' as const,
    ownership: null,
    location,
  });
  const schools = [org('here', campus), org('north', { ...campus, latitude: campus.latitude + 1 }), org('somewhere', null)];
  const ids = (areas: Parameters<typeof concerned>[1]): string[] => concerned(schools, areas).map(({ id }) => id);

  it('are the schools its shapes touch, and those nobody has placed', () => {
    const around = (by: number): [number, number][] =>
      [
        [-by, -by],
        [-by, by],
        [by, by],
        [by, -by],
        [-by, -by],
      ].map(([dLatitude = 0, dLongitude = 0]) => [campus.latitude + dLatitude, campus.longitude + dLongitude]);
    expect(ids([{ polygons: [around(0.1)], circles: [] }])).toEqual(['here', 'somewhere']);
    // An area whose edge runs through the campus, its middle outside.
    const beside = around(0.01).map(([latitude, longitude]): [number, number] => [latitude + 0.0108, longitude]);
    expect(ids([{ polygons: [beside], circles: [] }])).toEqual(['here', 'somewhere']);
    expect(ids([{ polygons: [], circles: [{ at: [campus.latitude + 1, campus.longitude], kilometres: 5 }] }])).toEqual([
      'north',
      'somewhere',
    ]);
    expect(ids([{ polygons: [], circles: [] }])).toEqual(['here', 'north', 'somewhere']);
  });
});
