import { useState } from 'react';
import { Link, useParams } from 'react-router';
import type { RunnerTask } from '../../services/contracts/drill.ts';
import { useArrive, useFinding, useMyRunnerTasks } from '../api/duty-queries.ts';
import { usePersonName } from '../api/office-queries.ts';
import { pathOf, useSchoolName, useSpaces } from '../api/places.ts';
import { sentenceOf } from '../api/problem.ts';
import { useAlarm, usePeople } from '../api/queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { useBoard, useNow } from '../live/live.tsx';
import { clockText, newest } from '../parts/clocks.ts';
import { DeadLink } from '../parts/dead-link.tsx';
import { ExerciseMark, exerciseClass } from '../parts/exercise.tsx';
import { shortTime } from '../parts/format.ts';
import { KindIcon } from '../parts/icons.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';
import '../styles/phone.css';
import '../styles/runner.css';

const findings = ['real', 'false', 'unclear'] as const;

/** One task, from the list of one's own or from the live board, whichever knows more. */
const useTask = (id: string) => {
  const listed = useMyRunnerTasks();
  const board = useBoard();
  const task = newest(listed.data ?? [], board?.open.runnerTasks.values() ?? []).find((one) => one.id === id);
  return { task, pending: listed.isPending, error: listed.error, again: () => void listed.refetch() };
};

/** Where to go, in letters that are read while running. */
const Where = ({ task }: { readonly task: RunnerTask }) => {
  const words = useWords();
  const spaces = useSpaces(task.school);
  const school = useSchoolName(task.school);
  const path = pathOf(spaces, task.space);
  const parts = (['building', 'floor', 'room'] as const).flatMap((kind) => {
    const space = path.find((one) => one.kind === kind);
    return space === undefined ? [] : [{ kind, name: space.name }];
  });
  return (
    <dl className="run-where">
      {parts.length === 0 ? (
        <div className="room">
          <dt>{words.alarm.place}</dt>
          <dd>{school}</dd>
        </div>
      ) : null}
      {parts.map(({ kind, name }, index) => (
        <div key={kind} className={index === parts.length - 1 ? 'room' : ''}>
          <dt>{words.runner[kind]}</dt>
          <dd>{name}</dd>
        </div>
      ))}
    </dl>
  );
};

const Calls = ({ task }: { readonly task: RunnerTask }) => {
  const words = useWords();
  const { permissions } = useSession();
  const people = usePeople(permissions.includes('people.read') ? task.school : null).data;
  const sender = people?.find(({ id }) => id === task.assignedBy);
  return (
    <p className="run-calls">
      {sender?.phone ? (
        <a className="phone-button" href={`tel:${sender.phone}`}>
          {words.runner.call(sender.name)}
        </a>
      ) : null}
      {task.exercise === null ? (
        <a className="phone-button danger" href="tel:119">
          {words.runner.call119}
        </a>
      ) : null}
    </p>
  );
};

/** Three steps, one at a time: go, say that you are there, say what you found. */
const Steps = ({ task }: { readonly task: RunnerTask }) => {
  const words = useWords();
  const now = useNow();
  const arrive = useArrive();
  const found = useFinding();
  const [sure, setSure] = useState(false);
  const error = arrive.error ?? found.error;
  if (task.finding !== null) {
    return (
      <div className={`phone-outcome ${task.finding === 'real' ? 'refused' : 'sent'}`} role="status">
        <strong>{words.runner.found(words.codes.runnerFinding[task.finding])}</strong>
        <span>{words.runner.done}</span>
        <p>{task.finding === 'real' ? words.runner.realHint : words.runner.doneHint}</p>
      </div>
    );
  }
  if (!task.open) return <p className="phone-note">{words.runner.closed}</p>;
  return (
    <>
      {task.arrivedAt === null ? (
        <>
          <p className="run-scan">{words.runner.scan}</p>
          <button
            type="button"
            className={`phone-button ${sure ? 'primary' : ''}`}
            disabled={arrive.isPending}
            onClick={() => (sure ? arrive.mutate({ task: task.id, code: null }) : setSure(true))}
          >
            {sure ? words.runner.confirmArrived : words.runner.arrived}
          </button>
          {sure ? <p className="hint">{words.runner.confirmHint}</p> : null}
        </>
      ) : (
        <fieldset className="run-findings">
          <legend>
            {words.runner.whatFound}{' '}
            <small>
              {task.arrivedBy === 'code'
                ? words.runner.arrivedCode(shortTime(task.arrivedAt, now))
                : words.runner.arrivedSaid(shortTime(task.arrivedAt, now))}
            </small>
          </legend>
          {findings.map((finding) => (
            <button
              key={finding}
              type="button"
              className={`phone-button finding-${finding}`}
              disabled={found.isPending}
              onClick={() => found.mutate({ task: task.id, finding })}
            >
              <span aria-hidden="true">{finding === 'real' ? '▲' : finding === 'false' ? '✓' : '?'}</span> {words.runner[finding]}
            </button>
          ))}
        </fieldset>
      )}
      {error === null ? null : (
        <p className="phone-note" role="alert">
          {sentenceOf(error, words)}
        </p>
      )}
    </>
  );
};

const Countdown = ({ task }: { readonly task: RunnerTask }) => {
  const words = useWords();
  const now = useNow();
  if (!task.open || task.arrivedAt !== null) return null;
  const late = now > task.dueAt;
  return (
    <p className={`run-clock ${late ? 'late' : ''}`} role="timer">
      {late ? words.runner.late(clockText(now - task.dueAt)) : words.runner.left(clockText(task.dueAt - now))}
    </p>
  );
};

/** The runner's phone: one hand, one step at a time. */
export const RunPage = () => {
  const words = useWords();
  const { task: id = '' } = useParams();
  const { task, pending, error, again } = useTask(id);
  const alarm = useAlarm(task?.alarm ?? '').data;
  const nameOf = usePersonName();
  const { permissions } = useSession();
  useTitle(words.runner.page);
  if (task === undefined) return pending ? <Loading /> : <Failed error={error} retry={again} gone={words.runner.gone} />;
  return (
    <div className={`phone run ${exerciseClass(task)}`}>
      <DeadLink />
      <main>
        <h1>
          {task.exercise === null ? null : <ExerciseMark />} {task.open && task.arrivedAt === null ? words.runner.go : words.runner.page}
        </h1>
        {alarm === undefined ? null : (
          <p className="run-kind">
            <KindIcon kind={alarm.kind} /> <b>{words.codes.kind[alarm.kind]}</b>{' '}
            <small>{permissions.includes('people.read') ? words.runner.assignedBy(nameOf(task.assignedBy)) : words.runner.fromDuty}</small>
          </p>
        )}
        <Where task={task} />
        <Countdown task={task} />
        <Steps task={task} />
        <Calls task={task} />
        <Link className="run-back" to="/my-work">
          {words.runner.myWork}
        </Link>
      </main>
    </div>
  );
};
