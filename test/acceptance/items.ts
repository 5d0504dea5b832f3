/** Every demand of the two source documents that software can meet, by number: 1 to 112. */

import { begun } from './begun.ts';
import { emergencies } from './emergencies.ts';
import { hazardLife } from './hazards.ts';
import type { Item } from './item.ts';
import { notYet } from './open.ts';
import { proofs } from './papers.ts';
import { responsibilities } from './people.ts';

/** What the closed loop of hazards has to meet; at least nine in ten of these work. */
export const required: ReadonlySet<number> = new Set([
  1, 2, 3, 4, 5, 6, 9, 13, 14, 15, 16, 19, 20, 21, 22, 23, 24, 25, 26, 27, 31, 32, 33, 35, 36, 37, 38, 39, 53, 54, 55, 58, 59, 61,
]);

export const items: readonly Item[] = [...responsibilities, ...hazardLife, ...proofs, ...begun, ...emergencies, ...notYet].sort(
  (a, b) => a.item - b.item,
);
