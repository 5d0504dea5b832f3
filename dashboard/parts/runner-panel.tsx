import { Button } from 'antd';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import type { AlarmView } from '../../services/contracts/alarm.ts';
import type { RunnerTask } from '../../services/contracts/drill.ts';
import { useRunnerTasks, useSendRunner } from '../api/duty-queries.ts';
import { usePersonName } from '../api/office-queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { useBoard, useNow } from '../live/live.tsx';
import { useOutcome } from './act-dialog.tsx';
import { newest } from './clocks.ts';
import { Limit } from './countdown.tsx';
import { ExerciseMark, exerciseClass } from './exercise.tsx';
import { shortTime } from './format.ts';
import { PersonChoice } from './person-choice.tsx';
import { Key, useShortcuts } from './shortcuts.tsx';
import { Tag } from './tags.tsx';

const findingTone = { real: 'alarm', false: 'good', unclear: 'warning' } as const;

export const RunnerLine = ({ task, name }: { readonly task: RunnerTask; readonly name: string }) => {
  const words = useWords();
  const now = useNow(5_000);
  return (
    <li className={`runner-line ${exerciseClass(task)}`}>
      {task.exercise === null ? null : <ExerciseMark />}
      <Link to={`/run/${task.id}`}>{name}</Link>
      {task.arrivedAt === null ? (
        task.open ? (
          <>
            <span>{words.runner.waiting}</span>
            <Limit dueAt={task.dueAt} left={words.runner.left} late={words.runner.late} />
          </>
        ) : null
      ) : (
        <span>
          {task.arrivedBy === 'code'
            ? words.runner.arrivedCode(shortTime(task.arrivedAt, now))
            : words.runner.arrivedSaid(shortTime(task.arrivedAt, now))}
        </span>
      )}
      {task.finding === null ? null : (
        <Tag tone={findingTone[task.finding]}>{words.runner.found(words.codes.runnerFinding[task.finding])}</Tag>
      )}
    </li>
  );
};

/** Somebody goes and looks: who, how long it takes, what they found. */
export const RunnerPanel = ({ alarm }: { readonly alarm: AlarmView }) => {
  const words = useWords();
  const { permissions } = useSession();
  const board = useBoard();
  const listed = useRunnerTasks(alarm.id);
  const nameOf = usePersonName();
  const send = useSendRunner();
  const outcome = useOutcome();
  const [person, setPerson] = useState<string | null>(null);
  const chooser = useRef<HTMLDivElement>(null);
  const may = permissions.includes('runnerTask.assign') && alarm.open;
  useShortcuts({ r: may ? () => chooser.current?.querySelector<HTMLElement>('input')?.focus() : undefined });
  const live = [...(board?.open.runnerTasks.values() ?? [])].filter((task) => task.alarm === alarm.id);
  const tasks = newest(listed.data ?? [], live).sort((a, b) => b.assignedAt - a.assignedAt);
  const go = (): void => {
    if (person !== null)
      send.mutate(
        { alarm: alarm.id, person },
        outcome(words.runner.send, () => setPerson(null)),
      );
  };
  return (
    <section className="panel" aria-label={words.runner.title}>
      <h2>
        {words.runner.title} {may ? <Key>R</Key> : null}
      </h2>
      <p className="hint">{words.runner.limit}</p>
      {may ? (
        <div className="runner-form" ref={chooser}>
          <PersonChoice school={alarm.school} label={words.runner.who} value={person} onChange={setPerson} />
          <Button size="large" type="primary" disabled={person === null} loading={send.isPending} onClick={go}>
            {words.runner.send}
          </Button>
        </div>
      ) : null}
      <ul className="runner-lines">
        {tasks.map((task) => (
          <RunnerLine key={task.id} task={task} name={nameOf(task.person)} />
        ))}
      </ul>
    </section>
  );
};
