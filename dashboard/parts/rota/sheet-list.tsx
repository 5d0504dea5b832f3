/** The system's sheet of a handover: each thing by its name, with the way to it. */
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { Handover } from '../../../services/contracts/rota.ts';
import { usePersonName } from '../../api/office-queries.ts';
import { usePlaceNames } from '../../api/places.ts';
import { useMaintenances } from '../../api/prepare-queries.ts';
import { useAlarm, useDevice, useHazard, useIncident } from '../../api/queries.ts';
import { usePlaceCalls } from '../../api/rota-queries.ts';
import { useWords } from '../../i18n/language.tsx';
import { wordFor } from '../../i18n/words.ts';
import { dayAndTime } from './times.ts';

type Kind = Exclude<keyof Handover['sheet'], 'more'>;
interface ThingProps {
  readonly id: string;
  readonly school: string;
}

const Alarm = ({ id }: ThingProps) => {
  const words = useWords();
  const alarm = useAlarm(id).data;
  const { place } = usePlaceNames(alarm?.school ?? null, alarm?.space ?? null, null);
  return (
    <Link to={`/alarms/${id}`}>
      {alarm === undefined ? words.common.open : `${words.codes.kind[alarm.kind]} · ${words.codes.level[alarm.level]} · ${place}`}
    </Link>
  );
};
const Incident = ({ id }: ThingProps) => {
  const words = useWords();
  const incident = useIncident(id).data;
  const { place } = usePlaceNames(incident?.school ?? null, incident?.space ?? null, null);
  return (
    <Link to={`/incidents/${id}`}>
      {incident === undefined
        ? words.common.open
        : `${words.incidents.heading(wordFor(words.codes.kind, incident.kind, words.common.unknown), place)}`}
    </Link>
  );
};
const Hazard = ({ id }: ThingProps) => {
  const words = useWords();
  const hazard = useHazard(id).data;
  const { place } = usePlaceNames(hazard?.school ?? null, hazard?.space ?? null, null);
  return (
    <Link to={`/hazards/${id}`}>
      {hazard === undefined ? words.common.open : `${words.codes.hazardCategory[hazard.category]} · ${place}`}
    </Link>
  );
};
const Blind = ({ id }: ThingProps) => {
  const words = useWords();
  const device = useDevice(id).data;
  return (
    <Link to={`/devices/${id}`}>
      {device === undefined ? words.common.open : `${device.name} · ${words.codes.deviceAvailability[device.availability]}`}
    </Link>
  );
};
const Window = ({ id, school }: ThingProps) => {
  const words = useWords();
  const one = useMaintenances(school).data?.find((maintenance) => maintenance.id === id);
  return (
    <Link to={`/maintenance?school=${encodeURIComponent(school)}`}>
      {one === undefined
        ? words.maintenance.title
        : `${one.reason} · ${words.maintenance.from(dayAndTime(one.startsAt), dayAndTime(one.endsAt))}`}
    </Link>
  );
};
const Pending = ({ id, school }: ThingProps) => {
  const words = useWords();
  const nameOf = usePersonName();
  const call = usePlaceCalls(school, true).data?.find((one) => one.id === id);
  if (call === undefined) return <span>{words.handover.gone}</span>;
  const person = call.person === null ? words.handover.noPerson : nameOf(call.person);
  const text = words.handover.call(words.codes.channel[call.channel], person, words.codes.callState[call.state]);
  return call.subject === 'alarm' ? <Link to={`/alarms/${call.subjectId}`}>{text}</Link> : <span>{text}</span>;
};

const things: Readonly<Record<Kind, (props: ThingProps) => ReactNode>> = {
  openAlarms: Alarm,
  incidents: Incident,
  shelved: Alarm,
  blind: Blind,
  maintenance: Window,
  overdueHazards: Hazard,
  pendingCalls: Pending,
};
const kinds = Object.keys(things) as Kind[];

const shownAtOnce = 8;

const KindList = ({ kind, ids, more, school }: { kind: Kind; ids: readonly string[]; more: number; school: string }) => {
  const words = useWords();
  const [all, setAll] = useState(false);
  const Thing = things[kind];
  return (
    <div>
      <h4>
        {words.handover[kind]} <span className="count">{ids.length + more}</span>
      </h4>
      <ul>
        {(all ? ids : ids.slice(0, shownAtOnce)).map((id) => (
          <li key={id}>
            <Thing id={id} school={school} />
          </li>
        ))}
      </ul>
      {!all && ids.length > shownAtOnce ? (
        <Button size="large" onClick={() => setAll(true)}>
          {words.handover.showAll(ids.length)}
        </Button>
      ) : null}
      {more > 0 ? <p className="hint">{words.handover.more(more)}</p> : null}
    </div>
  );
};

export const SheetList = ({ handover: { sheet, school } }: { readonly handover: Handover }) => {
  const words = useWords();
  const filled = kinds.filter((kind) => sheet[kind].length > 0);
  if (filled.length === 0) return <p>{words.handover.clean}</p>;
  return (
    <div className="sheet">
      {filled.map((kind) => (
        <KindList key={kind} kind={kind} ids={sheet[kind]} more={sheet.more[kind] ?? 0} school={school} />
      ))}
    </div>
  );
};
