/** The life of a hazard as a diagram (Mermaid), drawn from the table itself. */
import type { HazardState } from '../../contracts/values.ts';
import { endStates, transitions } from './transitions.ts';

export interface DiagramWords {
  readonly state: (state: HazardState) => string;
  readonly action: (action: string) => string;
}

/** One arrow for each way from a state to another, its steps beside it; steps that stay where they are are left out. */
export const hazardDiagram = ({ state, action }: DiagramWords): string => {
  const ways = new Map<string, string[]>();
  const used = new Set<HazardState>();
  for (const row of transitions) {
    if (row.to === null) continue;
    for (const from of row.from) {
      const way = `${from} --> ${row.to}`;
      ways.set(way, [...(ways.get(way) ?? []), action(row.action)]);
      used.add(from).add(row.to);
    }
  }
  return [
    'stateDiagram-v2',
    ...[...used].map((name) => `  ${name}: ${state(name)}`),
    '  [*] --> draft',
    '  [*] --> reported',
    ...[...ways].map(([way, actions]) => `  ${way}: ${actions.join(' / ')}`),
    ...[...endStates].map((name) => `  ${name} --> [*]`),
  ].join('\n');
};
