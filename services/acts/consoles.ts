/** What people and their screens do about duty consoles. */
import type { Console } from '../contracts/rota.ts';
import type { Actor, Result } from '../ports.ts';

export interface ConsoleActs {
  /**
   * Begins the duty on the seat's console. `pressed`: somebody pressed the button just now; false = the page of the same
   * person came back by itself.
   */
  readonly attendConsole: (actor: Actor, seat: string, pressed: boolean) => Result<Console>;
  /** The screen on this seat painted an alarm later than it should have. */
  readonly paintedLate: (seat: string, alarm: string, tookMs: number) => void;
}
