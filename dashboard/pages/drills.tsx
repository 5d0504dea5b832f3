import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Drill, DrillReport } from '../../services/contracts/drill.ts';
import { usePersonName } from '../api/office-queries.ts';
import { useSchoolDevices } from '../api/places.ts';
import { useDrillReport, useDrillStep, useDrills } from '../api/prepare-queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { AskButton } from '../parts/ask-button.tsx';
import { ExerciseMark } from '../parts/exercise.tsx';
import { clockTime, duration } from '../parts/format.ts';
import { PlaceFrame } from '../parts/place-frame.tsx';
import { DrillDialog } from '../parts/prepare/drill-dialog.tsx';
import { dayAndTime } from '../parts/rota/times.ts';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { Tag, type Tone } from '../parts/tags.tsx';

const stateTone: Readonly<Record<Drill['state'], Tone>> = {
  planned: 'plain',
  running: 'warning',
  ended: 'good',
  preempted: 'alarm',
  missed: 'alarm',
  cancelled: 'quiet',
};

const Step = ({ step }: { readonly step: DrillReport['steps'][number] }) => {
  const words = useWords();
  const { at, afterMs, limitMs, late } = step;
  const verdict = late ? words.drills.late : at === null ? words.drills.notDone : limitMs === null ? '' : words.drills.inTime;
  return (
    <tr>
      <th scope="row">{words.drills.steps[step.step]}</th>
      <td data-label={words.drills.moment}>{at === null ? words.drills.notDone : clockTime(at)}</td>
      <td data-label={words.drills.took}>{afterMs === null ? '—' : duration(afterMs, words)}</td>
      <td data-label={words.drills.limit}>{limitMs === null ? words.drills.noLimit : duration(limitMs, words)}</td>
      <td>{verdict === '' ? '—' : <Tag tone={late ? 'alarm' : at === null ? 'quiet' : 'good'}>{verdict}</Tag>}</td>
    </tr>
  );
};

const Report = ({ drill }: { readonly drill: string }) => {
  const words = useWords();
  const query = useDrillReport(drill, true);
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const { steps, calls } = query.data;
  const columns = [words.drills.step, words.drills.moment, words.drills.took, words.drills.limit, words.drills.verdict];
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard (WCAG 2.1.1). */}
      <section className="wide-table" tabIndex={0} aria-label={words.drills.report}>
        <table className="figures">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {steps.map((step) => (
              <Step key={step.step} step={step} />
            ))}
          </tbody>
        </table>
      </section>
      <p className="hint">{words.drills.calls(calls)}</p>
    </>
  );
};

const Links = ({ drill }: { readonly drill: Drill }) => {
  const words = useWords();
  const links = [
    [drill.incident, 'incidents', words.drills.incident],
    [drill.preemptedBy, 'alarms', words.drills.preempted],
    [drill.hazard, 'hazards', words.drills.hazard],
  ] as const;
  return links.map(([id, noun, text]) =>
    id === null ? null : (
      <Link key={noun} to={`/${noun}/${id}`}>
        {text}
      </Link>
    ),
  );
};

const Card = ({ drill, mayManage }: { readonly drill: Drill; readonly mayManage: boolean }) => {
  const words = useWords();
  const nameOf = usePersonName();
  const devices = useSchoolDevices(drill.school);
  const mutation = useDrillStep();
  const [report, setReport] = useState(false);
  const over = drill.state === 'ended' || drill.state === 'preempted';
  return (
    <article className="panel exercise drill-card">
      <h2>
        <ExerciseMark /> {drill.name} <Tag tone={stateTone[drill.state]}>{words.codes.drillState[drill.state]}</Tag>
      </h2>
      <p>
        {drill.startedAt === null
          ? words.drills.plannedFor(dayAndTime(drill.plannedAt))
          : words.drills.started(dayAndTime(drill.startedAt))}
        {drill.endedAt === null ? '' : ` · ${words.drills.ended(dayAndTime(drill.endedAt))}`} · {words.drills.lasts(drill.maximumMinutes)} ·{' '}
        {nameOf(drill.by)}
      </p>
      <ul className="hint">
        {drill.signals.map((signal) => (
          <li key={`${signal.afterSeconds} ${signal.device} ${signal.kind}`}>
            {words.drills.signal(
              devices.get(signal.device)?.name ?? words.common.unknown,
              words.codes.kind[signal.kind],
              duration(signal.afterSeconds * 1000, words),
            )}
          </li>
        ))}
      </ul>
      <p className="buttons">
        {mayManage && drill.state === 'planned' ? (
          <>
            <AskButton
              label={words.drills.start}
              hint={words.drills.startHint}
              primary
              mutation={mutation}
              input={{ drill, step: 'start' }}
            />
            <AskButton label={words.drills.cancel} hint={drill.name} danger mutation={mutation} input={{ drill, step: 'cancel' }} />
          </>
        ) : null}
        {mayManage && drill.state === 'running' ? (
          <AskButton label={words.drills.end} hint={drill.name} primary mutation={mutation} input={{ drill, step: 'end' }} />
        ) : null}
        {over ? (
          <Button size="large" aria-expanded={report} onClick={() => setReport(!report)}>
            {words.drills.report}
          </Button>
        ) : null}
        <Links drill={drill} />
      </p>
      {report || drill.state === 'running' ? <Report drill={drill.id} /> : null}
    </article>
  );
};

const DrillList = ({ school }: { readonly school: string }) => {
  const words = useWords();
  const { permissions } = useSession();
  const query = useDrills(school);
  const [planning, setPlanning] = useState(false);
  const mayManage = permissions.includes('drill.manage');
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      {mayManage ? (
        <p className="buttons">
          <Button size="large" type="primary" onClick={() => setPlanning(true)}>
            {words.drills.plan}
          </Button>
        </p>
      ) : null}
      {query.data.length === 0 ? <Empty>{words.drills.none}</Empty> : null}
      {query.data.map((drill) => (
        <Card key={drill.id} drill={drill} mayManage={mayManage} />
      ))}
      {planning ? <DrillDialog school={school} close={() => setPlanning(false)} /> : null}
    </>
  );
};

/** 演练: planned, held in the real pipeline, reported. */
export const DrillsPage = () => {
  const words = useWords();
  return (
    <PlaceFrame title={words.drills.title} of="readiness" hint={words.drills.hint}>
      {(school) => <DrillList key={school} school={school} />}
    </PlaceFrame>
  );
};
