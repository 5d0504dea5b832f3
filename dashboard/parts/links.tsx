/** Things named with a link to their page. */
import { Link } from 'react-router';
import type { AlarmView } from '../../services/contracts/alarm.ts';
import type { Incident } from '../../services/contracts/incident.ts';
import type { DeviceView } from '../../services/contracts/place.ts';
import { usePlaceNames } from '../api/places.ts';
import { useWords } from '../i18n/language.tsx';
import { wordFor } from '../i18n/words.ts';
import { ExerciseMark, exerciseClass } from './exercise.tsx';
import { faceOf } from './face.ts';
import { age } from './format.ts';
import { FaceIcon, KindIcon } from './icons.tsx';
import { LevelSign } from './level-sign.tsx';
import { AlarmTags, Tag, toneOf } from './tags.tsx';

export const AlarmLine = ({ alarm, now }: { readonly alarm: AlarmView; readonly now: number }) => {
  const words = useWords();
  const { place } = usePlaceNames(alarm.school, alarm.space, null);
  return (
    <Link to={`/alarms/${alarm.id}`} className={`line tone-${toneOf(alarm)} ${exerciseClass(alarm)}`}>
      <KindIcon kind={alarm.kind} />
      <span>
        <b>
          {alarm.exercise === null ? null : <ExerciseMark />} {words.codes.kind[alarm.kind]} · {words.codes.level[alarm.level]}
        </b>
        <small>
          {place} · {age(alarm.eventAt, now, words)}
        </small>
        <AlarmTags alarm={alarm} now={now} />
      </span>
    </Link>
  );
};

export const IncidentLine = ({ incident, now }: { readonly incident: Incident; readonly now: number }) => {
  const words = useWords();
  const { place } = usePlaceNames(incident.school, incident.space, null);
  const done = incident.tasks.filter((task) => task.doneAt !== null).length;
  return (
    <Link to={`/incidents/${incident.id}`} className={`line tone-alarm ${exerciseClass(incident)}`}>
      <LevelSign level={incident.level} />
      <span>
        <b>
          {incident.exercise === null ? null : <ExerciseMark />}{' '}
          {words.incidents.heading(wordFor(words.codes.kind, incident.kind, words.common.unknown), place)}
        </b>
        <small>
          {age(incident.openedAt, now, words)} · {words.incidents.progress(done, incident.tasks.length)}
        </small>
      </span>
    </Link>
  );
};

export const BlindLine = ({ device, now }: { readonly device: DeviceView; readonly now: number }) => {
  const words = useWords();
  const { place } = usePlaceNames(device.school, device.space, null);
  return (
    <Link to={`/devices/${device.id}`} className="line">
      <FaceIcon face={faceOf(device.availability, [])} />
      <span>
        <b>{device.name || device.id}</b>
        <small>{place}</small>
      </span>
      <span className="line-end">
        <Tag tone="quiet">{words.codes.deviceAvailability[device.availability]}</Tag>
        <small>{age(device.availabilitySince, now, words)}</small>
      </span>
    </Link>
  );
};
