/** One connected screen. */
import type { Socket } from 'socket.io';
import type { Prove } from '../contracts/console.ts';
import type { Change, Gauge, Snapshot } from '../contracts/live.ts';
import type { Principal } from '../core/access/identity.ts';
import type { Audience } from './audience.ts';

export interface ServerEvents {
  snapshot: (snapshot: Snapshot) => void;
  change: (change: Change) => void;
  /** The link lives; `seq` is the last change this audience was sent. */
  beat: (beat: { at: number; seq: number }) => void;
  gauge: (gauge: Gauge) => void;
  /** Asks a screen on duty whether it can be seen and heard. */
  prove: (question: Prove) => void;
}

type Ack = (answer: { ok: boolean; code?: string }) => void;

export interface ClientEvents {
  watch: (devices: unknown, ack?: Ack) => void;
  resync: (nothing?: unknown, ack?: Ack) => void;
  painted: (report: unknown, ack?: Ack) => void;
  shown: (report: unknown, ack?: Ack) => void;
  attend: (request: unknown, ack?: Ack) => void;
  proof: (proof: unknown, ack?: Ack) => void;
}

export interface SocketFields {
  principal: Principal;
}

export type LiveSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketFields>;

export interface LiveClient {
  readonly socket: LiveSocket;
  readonly principal: Principal;
  readonly audience: Audience;
  /**
   * `waiting`: is to be sent a snapshot (or what it missed since `since`) before any change. `live`: in the audience's
   * room. `behind`: took too little; is sent nothing until it has drained, then waits for a snapshot.
   */
  state: 'waiting' | 'live' | 'behind';
  since: number | null;
  snapshotAt: number;
  watched: ReadonlySet<string>;
  /** Oldest packet queued when last looked, and since when it is that one. */
  oldest: object | null;
  oldestSince: number;
  /** Events it sent in the current window. */
  events: { count: number; windowStart: number };
}
