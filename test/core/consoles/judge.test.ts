import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Proof } from '../../../services/contracts/console.ts';
import type { Console } from '../../../services/contracts/rota.ts';
import type { ScreenWatch } from '../../../services/core/consoles/judge.ts';
import { begunScreen, judgeConsole, lacks, proofOfSeat, takePaint, takeProof } from '../../../services/core/consoles/judge.ts';
import { consolePolicyOf } from '../../flows/harness.ts';

const policy = consolePolicyOf();
const good: Proof = { nonce: 1, visible: true, sound: 'on', heard: null, frameAgeMs: 20, unpaintedMs: 0 };
const row = (fields: Partial<Console> = {}): Console => ({
  id: 'first',
  version: 1,
  school: 's1',
  state: 'attended',
  faults: [],
  since: 0,
  person: 'p1',
  ...fields,
});
const yes = (): boolean => true;
const no = (): boolean => false;
const judge = (screens: readonly ScreenWatch[], now: number, before = row(), held = yes) =>
  judgeConsole(before, proofOfSeat(screens, -100_000, now, policy), held, policy);

describe('an answer', () => {
  it.each<[string, Partial<Proof>, string[]]>([
    ['of a screen that is seen and heard', {}, []],
    ['of a hidden page', { visible: false, frameAgeMs: 60_000, unpaintedMs: 60_000 }, ['hidden']],
    ['of a muted page', { sound: 'muted' }, ['muted']],
    ['of a page that may make no sound', { sound: 'blocked' }, ['sound_blocked']],
    ['whose test tone nobody heard', { heard: false }, ['not_heard']],
    ['whose test tone was heard', { heard: true }, []],
    ['of a page that paints no more', { frameAgeMs: policy.frameMs + 1 }, ['frozen']],
    ['of a page that does not show what came', { unpaintedMs: policy.breachMs + 1 }, ['slow']],
    ['just within both limits', { frameAgeMs: policy.frameMs, unpaintedMs: policy.breachMs }, []],
  ])('%s', (_what, fields, faults) => {
    expect(lacks({ ...good, ...fields }, policy)).toEqual(faults);
  });

  it('that took longer than the limit says nothing about now', () => {
    const begun = begunScreen(0);
    expect(takeProof(begun, good, 0, policy.answerMs + 1, policy)).toBe(begun);
    expect(takeProof(begun, good, 0, policy.answerMs, policy).provenAt).toBe(policy.answerMs);
  });
});

describe('a console', () => {
  const proven = takeProof(begunScreen(0), good, 0, 0, policy);

  it('is attended by a proof for so long and no longer', () => {
    expect(judge([proven], policy.lostMs)).toEqual({ state: 'attended', faults: [] });
    expect(judge([proven], policy.lostMs + 1)).toEqual({ state: 'lost', faults: ['no_answer'] });
  });

  it('says why: the tab is closed, the line went silent, what the last answer lacked', () => {
    const late = policy.lostMs + 1;
    expect(judge([{ ...proven, gone: 'closed' }], late).faults).toEqual(['no_screen']);
    expect(judge([{ ...proven, gone: 'silent' }], late).faults).toEqual(['no_answer']);
    const muted = takeProof(proven, { ...good, sound: 'muted', visible: false }, late - 10, late - 10, policy);
    expect(judge([muted], late).faults).toEqual(['hidden', 'muted']);
    expect(judge([], late).faults).toEqual(['no_screen']);
  });

  it('is kept by loading the page again, whose first answer has no sound yet', () => {
    const again = takeProof(begunScreen(3_000), { ...good, sound: 'blocked' }, 3_000, 3_000, policy);
    expect(judge([{ ...proven, gone: 'closed' }, again], 9_000)).toEqual({ state: 'attended', faults: [] });
    expect(judge([{ ...proven, gone: 'closed' }, again], policy.lostMs + 1)).toEqual({ state: 'lost', faults: ['no_answer'] });
    const asked = takeProof(again, { ...good, sound: 'blocked' }, policy.lostMs, policy.lostMs, policy);
    expect(judge([{ ...proven, gone: 'closed' }, asked], policy.lostMs + 1).faults).toEqual(['sound_blocked']);
  });

  it('is attended when any of its screens proves it', () => {
    const hidden = takeProof(begunScreen(0), { ...good, visible: false }, 20_000, 20_000, policy);
    const other = takeProof(begunScreen(0), good, 20_000, 20_000, policy);
    expect(judge([hidden, other], 21_000).state).toBe('attended');
    expect(judge([hidden], 21_000)).toEqual({ state: 'lost', faults: ['hidden'] });
  });

  it('that does not show what came is lost at once, whatever it proved before', () => {
    const stuck = takeProof(proven, { ...good, unpaintedMs: policy.breachMs + 1 }, 4_000, 4_000, policy);
    expect(judge([stuck], 4_001)).toEqual({ state: 'lost', faults: ['slow'] });
    expect(judge([takeProof(stuck, good, 9_000, 9_000, policy)], 9_001).state).toBe('attended');
  });

  it('that painted an alarm late is marked slow, until one in time or long enough', () => {
    const slow = takePaint(proven, policy.slowMs + 1, 100, policy);
    expect(judge([slow], 200)).toEqual({ state: 'attended', faults: ['slow'] });
    expect(judge([takePaint(slow, policy.slowMs, 150, policy)], 200).faults).toEqual([]);
    const later = 100 + policy.slowShownMs + 1;
    expect(judge([takeProof(slow, good, later, later, policy)], later)).toEqual({ state: 'attended', faults: [] });
  });

  it('waits for its screens when the server has just begun, but not for a screen it never had', () => {
    const restarted = (watchedMs: number, before: Console) =>
      judgeConsole(before, { provenAgoMs: null, watchedMs, faults: ['no_screen'], slow: false }, yes, policy);
    expect(restarted(policy.lostMs, row()).state).toBe('attended');
    expect(restarted(policy.lostMs + 1, row())).toEqual({ state: 'lost', faults: ['no_screen'] });
    expect(restarted(0, row({ state: 'lost', faults: ['no_screen'] })).state).toBe('lost');
  });

  it('is off outside its hours and before anybody ever began, but attended where somebody proves to be there', () => {
    expect(judge([], 0, row({ state: 'off' }), no).state).toBe('off');
    expect(judge([], 0, row({ state: 'off', person: null }), yes).state).toBe('off');
    expect(judge([], 0, row({ state: 'off' }), yes)).toEqual({ state: 'lost', faults: ['no_screen'] });
    expect(judge([proven], 0, row({ state: 'off' }), no).state).toBe('attended');
  });

  it('stays lost by a missed audible check, however good its proofs are', () => {
    const missed = row({ state: 'lost', faults: ['check_missed'] });
    expect(judge([proven], 10, missed)).toEqual({ state: 'lost', faults: ['check_missed'] });
    expect(judge([], 99_000, missed)).toEqual({ state: 'lost', faults: ['no_screen', 'check_missed'] });
  });

  it('is lost within the promised time of the last good proof, in every history of questions and answers', () => {
    const answer = fc.record({
      afterMs: fc.integer({ min: 0, max: 12_000 }),
      tookMs: fc.integer({ min: 0, max: 15_000 }),
      visible: fc.boolean(),
      sound: fc.constantFrom('on' as const, 'muted' as const, 'blocked' as const),
      frameAgeMs: fc.integer({ min: 0, max: 10_000 }),
    });
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 12 }), fc.integer({ min: 0, max: 40_000 }), (answers, rest) => {
        let screen = begunScreen(0);
        let now = 0;
        let lastGood: number | null = null;
        for (const { afterMs, tookMs, visible, sound, frameAgeMs } of answers) {
          now += afterMs + tookMs;
          screen = takeProof(screen, { ...good, visible, sound, frameAgeMs }, now - tookMs, now, policy);
          if (tookMs <= policy.answerMs && visible && sound === 'on' && frameAgeMs <= policy.frameMs) lastGood = now;
        }
        const attended = judge([screen], now + rest).state === 'attended';
        expect(attended).toBe(lastGood !== null && now + rest - lastGood <= policy.lostMs);
      }),
    );
  });
});
