/**
 * The screens on duty: asks each one every few seconds whether it can be seen and heard, and keeps its latest answer.
 * By the machine's monotonic time; whether a console is lost is the flows' to say.
 */
import type { Attend, Proof } from '../contracts/console.ts';
import type { ScreenWatch, SeatProof } from '../core/consoles/judge.ts';
import { begunScreen, proofOfSeat, takePaint, takeProof } from '../core/consoles/judge.ts';
import type { LiveClient } from './client.ts';
import type { LiveDeps } from './deps.ts';

/** A screen that is gone is remembered so long, to say why it went. */
const rememberedMs = 60_000;

interface DutyScreen {
  readonly client: LiveClient;
  readonly seat: string;
  readonly begunAt: number;
  watch: ScreenWatch;
  goneAt: number | null;
  askedAt: number;
  /** Questions that may still be answered, by nonce. */
  readonly asked: Map<number, number>;
}

export interface Consoles {
  /** Returns why it may not; null = it is on duty now, or no more. */
  attend(client: LiveClient, said: Attend): string | null;
  answer(client: LiveClient, proof: Proof): void;
  /** It has painted an alarm so long after the alarm's durable record. */
  painted(client: LiveClient, alarm: string, tookMs: number): void;
  /** Its line has ended; `silent` = without a word. */
  left(client: LiveClient, silent: boolean): void;
  /** Asks whose time has come. */
  ask(): void;
  proofOf(seat: string): SeatProof;
}

export const createConsoles = (deps: Pick<LiveDeps, 'clock' | 'consoles'>): Consoles => {
  const { policy } = deps.consoles;
  const openedAt = performance.now();
  /** By seat, then by socket. */
  const seats = new Map<string, Map<string, DutyScreen>>();
  const seatOf = new Map<string, string>();
  let nonce = 0;

  const screenOf = ({ socket: { id } }: LiveClient): DutyScreen | undefined => seats.get(seatOf.get(id) ?? '')?.get(id);

  const put = (screen: DutyScreen): void => {
    const { id } = screen.client.socket;
    seatOf.set(id, screen.seat);
    const beside = seats.get(screen.seat);
    if (beside) beside.set(id, screen);
    else seats.set(screen.seat, new Map([[id, screen]]));
  };

  const drop = (id: string): void => {
    const seat = seatOf.get(id) ?? '';
    const beside = seats.get(seat);
    seatOf.delete(id);
    beside?.delete(id);
    if (beside?.size === 0) seats.delete(seat);
  };

  const askOne = (screen: DutyScreen, now: number): void => {
    for (const [question, at] of screen.asked) if (now - at > policy.answerMs) screen.asked.delete(question);
    nonce += 1;
    screen.asked.set(nonce, now);
    screen.askedAt = now;
    screen.client.socket.emit('prove', { nonce, at: deps.clock.now() });
  };

  return {
    attend(client, { seat, pressed }) {
      const known = screenOf(client);
      const begun = seat === null ? null : deps.consoles.attend(client.principal.actor, seat, pressed);
      if (seat === null || begun?.ok !== true || known?.seat !== seat) drop(client.socket.id);
      if (seat === null || begun === null) return null;
      if (!begun.ok) return begun.code;
      const now = performance.now();
      const fresh: DutyScreen = { client, seat, begunAt: now, watch: begunScreen(now), goneAt: null, askedAt: now, asked: new Map() };
      const screen = known?.seat === seat ? known : fresh;
      put(screen);
      askOne(screen, now);
      return null;
    },
    answer(client, proof) {
      const screen = screenOf(client);
      const askedAt = screen?.asked.get(proof.nonce);
      if (screen === undefined || askedAt === undefined) return;
      screen.asked.delete(proof.nonce);
      screen.watch = takeProof(screen.watch, proof, askedAt, performance.now(), policy);
    },
    painted(client, alarm, tookMs) {
      const screen = screenOf(client);
      const now = performance.now();
      // What was recorded before this screen began is no measure of it.
      if (screen === undefined || tookMs > now - screen.begunAt) return;
      screen.watch = takePaint(screen.watch, tookMs, now, policy);
      if (tookMs > policy.slowMs) deps.consoles.paintedLate(screen.seat, alarm, tookMs);
    },
    left(client, silent) {
      const screen = screenOf(client);
      if (screen === undefined) return;
      screen.goneAt = performance.now();
      screen.watch = { ...screen.watch, gone: silent ? 'silent' : 'closed' };
    },
    ask() {
      const now = performance.now();
      for (const beside of seats.values())
        for (const [id, screen] of beside) {
          if (screen.goneAt === null) {
            if (now - screen.askedAt >= policy.proveMs) askOne(screen, now);
          } else if (now - screen.goneAt > rememberedMs) drop(id);
        }
    },
    proofOf: (seat) => {
      const watches = [...(seats.get(seat)?.values() ?? [])].map(({ watch }) => watch);
      return proofOfSeat(watches, openedAt, performance.now(), policy);
    },
  };
};
