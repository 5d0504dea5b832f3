/** How much the duty room has to bear. */
import type { Load } from '../contracts/rota.ts';

export interface LoadActs {
  readonly loadOf: (school: string, days: number) => Load;
}
