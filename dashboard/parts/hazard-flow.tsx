import type { TimelineEntry } from '../../services/contracts/alarm.ts';
import type { HazardView } from '../../services/contracts/hazard.ts';
import type { HazardState } from '../../services/contracts/values.ts';
import { useWords } from '../i18n/language.tsx';
import { wordFor } from '../i18n/words.ts';
import { isOver, movesOf, phaseOf, phases, type Standing, standingOf, statesOf, wayOf } from './hazard-table.ts';

/** A shape and a word for each standing; colour only repeats them. */
const marks: Readonly<Record<Standing, string>> = { done: '✓', now: '●', next: '→', blocked: '⊘', ahead: '·' };

const State = ({ state, standing }: { readonly state: HazardState; readonly standing: Standing }) => {
  const words = useWords();
  const said = {
    done: words.hazards.flowDone,
    now: words.hazards.flowNow,
    next: words.hazards.flowNext,
    blocked: words.hazards.flowBlocked,
    ahead: null,
  }[standing];
  return (
    <li className={`flow-state flow-${standing}`} aria-current={standing === 'now' ? 'step' : undefined}>
      <i aria-hidden="true">{marks[standing]}</i>
      <span>
        {words.codes.hazardState[state]}
        {said === null ? null : <small>{said}</small>}
      </span>
    </li>
  );
};

/** Arrows of what may happen next, as the table leads. */
const Moves = ({ hazard }: { readonly hazard: HazardView }) => {
  const words = useWords();
  const onward = movesOf(hazard).flatMap((move) => (move.to === null ? [] : [{ ...move, to: move.to }]));
  if (onward.length === 0) return <p className="hint">{words.hazards.flowEnd}</p>;
  const nameOf = (action: string): string => wordFor(words.open.hazardAction, action, words.open.hazardActionOther);
  return (
    <details className="flow-moves" open>
      <summary>{words.hazards.flowFrom(words.codes.hazardState[hazard.state])}</summary>
      <ul>
        {onward.map(({ action, to, allowed, reason }) => (
          <li key={action} className={allowed ? 'open' : 'shut'}>
            <span>{words.hazards.flowTo(nameOf(action), words.codes.hazardState[to])}</span>
            {allowed ? null : <small>{wordFor(words.open.reason, reason ?? '', words.open.reasonOther)}</small>}
          </li>
        ))}
      </ul>
    </details>
  );
};

/** Where a hazard stands on its way, where it has been and where it may go: drawn from the one table. */
export const HazardFlow = ({ hazard, entries }: { readonly hazard: HazardView; readonly entries: readonly TimelineEntry[] }) => {
  const words = useWords();
  const way = wayOf(entries, hazard.state);
  const standing = standingOf(hazard, way);
  const at = phases.indexOf(phaseOf[hazard.state]);
  // States that play no part in this case stay out of sight on a phone.
  const plays = (state: HazardState): boolean => standing.get(state) !== 'ahead';
  return (
    <section className="panel" aria-labelledby="flow-heading">
      <h2 id="flow-heading">{words.hazards.flow}</h2>
      <ol className="flow">
        {phases.map((phase, index) => (
          <li key={phase} className={`flow-phase${index < at ? ' passed' : ''}${index === at ? ' present' : ''}`}>
            <b>{words.hazards.phases[phase]}</b>
            <ul>
              {statesOf(phase)
                .filter((state) => plays(state) || index >= at)
                .filter((state) => !isOver(hazard.state) || plays(state))
                .map((state) => (
                  <State key={state} state={state} standing={standing.get(state) ?? 'ahead'} />
                ))}
            </ul>
          </li>
        ))}
      </ol>
      <Moves hazard={hazard} />
    </section>
  );
};
