import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { AlarmView } from '../../services/contracts/alarm.ts';
import type { Sight } from '../../services/contracts/sight.ts';
import { useLookAgain, useSight } from '../api/duty-queries.ts';
import { sentenceOf } from '../api/problem.ts';
import { useEvidenceLink } from '../api/queries.ts';
import { useSession } from '../api/session.tsx';
import { useLanguage, useWords } from '../i18n/language.tsx';
import { wordFor } from '../i18n/words.ts';
import { useNow } from '../live/live.tsx';
import { isStalePicture } from './clocks.ts';
import { faceOf } from './face.ts';
import { age, number } from './format.ts';
import { FaceIcon } from './icons.tsx';
import { Key, useShortcuts } from './shortcuts.tsx';
import { Empty, Failed } from './states.tsx';
import { Tag } from './tags.tsx';

/** While somebody looks, the room is asked for a new picture this often. */
const refreshMs = 5_000;

type Camera = Sight['cameras'][number];

const failureText = (camera: Camera, words: ReturnType<typeof useWords>): string | null =>
  camera.failure === null ? null : words.sight.failed(wordFor(words.sightFailure, camera.failure, words.sightFailure.unreachable));

/** The newest picture of one camera. What does not show the present is struck through and says how old it is. */
const CameraPicture = ({ camera }: { readonly camera: Camera }) => {
  const words = useWords();
  const now = useNow();
  const { mutate: ask, data: link, error } = useEvidenceLink();
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    setBroken(false);
    if (camera.picture !== null) ask(camera.picture);
  }, [camera.picture, ask]);
  const stale = isStalePicture(camera, now);
  const seen = link !== undefined && !broken && camera.picture !== null;
  const taken = camera.pictureAt === null ? words.sight.never : age(camera.pictureAt, now, words);
  return (
    <figure className={`sight-picture ${stale ? 'stale' : ''}`}>
      {seen ? (
        <img src={link.url} alt={`${camera.name}${words.common.colon}${taken}`} onError={() => setBroken(true)} />
      ) : (
        <div className="picture-blank">
          <b>{camera.pending ? words.sight.pending : words.sight.never}</b>
          {error === null ? null : <small role="alert">{sentenceOf(error, words)}</small>}
        </div>
      )}
      {stale ? (
        <p className="stale-note" role="alert">
          <b>
            {camera.availability === 'in_service'
              ? seen
                ? words.sight.stale(taken)
                : words.sight.never
              : words.sight.notInService(words.codes.deviceAvailability[camera.availability])}
          </b>
        </p>
      ) : null}
      <figcaption>
        <Link to={`/devices/${camera.device}`}>{camera.name}</Link>
        {seen && !stale ? <Tag tone="good">{words.sight.live(taken)}</Tag> : <Tag tone="warning">{words.sight.staleShort}</Tag>}
        <small>{failureText(camera, words)}</small>
        {/* The media server is another site: its pages open beside this one, never inside it (content security policy). */}
        {camera.streamUrl === null ? null : (
          <a href={camera.streamUrl} target="_blank" rel="noreferrer">
            {words.sight.stream}
          </a>
        )}
        {camera.clipUrl === null ? null : (
          <a href={camera.clipUrl} target="_blank" rel="noreferrer">
            {words.sight.clip}
          </a>
        )}
      </figcaption>
    </figure>
  );
};

const Neighbours = ({ neighbours }: { readonly neighbours: Sight['neighbours'] }) => {
  const words = useWords();
  const now = useNow(5_000);
  if (neighbours.length === 0) return <Empty>{words.sight.noNeighbours}</Empty>;
  return (
    <ul className="neighbours">
      {neighbours.map((one) => {
        const known = one.availability === 'in_service';
        return (
          <li key={one.device} className={known ? '' : 'unreliable'}>
            <FaceIcon face={one.alarms.length > 0 ? 'alarm' : faceOf(one.availability, [])} />
            <Link to={`/devices/${one.device}`}>{one.name}</Link>
            <span>
              {Object.entries(one.latest).map(([metric, { value, at }]) => (
                <span key={metric} className="neighbour-value">
                  {wordFor(words.codes.metric, metric, words.common.unknown)} <b>{number(value)}</b> {wordFor(words.codes.unit, metric, '')}{' '}
                  <small>{age(at, now, words)}</small>
                </span>
              ))}
              {Object.keys(one.latest).length === 0 ? <small>{words.sight.noValue}</small> : null}
            </span>
            {known ? (
              <Tag tone={one.alarms.length > 0 ? 'alarm' : 'good'}>{one.alarms.length > 0 ? words.sight.alarming : words.sight.quiet}</Tag>
            ) : (
              <Tag tone="warning">
                {words.codes.deviceAvailability[one.availability]}
                {words.common.colon}
                {words.sight.unreliable}
              </Tag>
            )}
          </li>
        );
      })}
    </ul>
  );
};

/** Pictures only while somebody looks, and only while the page can be seen. */
const useLooking = (alarm: string, mayLook: boolean) => {
  const [open, setOpen] = useState(false);
  const look = useLookAgain(alarm);
  const asking = useRef(look);
  useEffect(() => {
    asking.current = look;
  });
  useEffect(() => {
    if (!open) return undefined;
    const again = (): void => {
      if (!document.hidden && !asking.current.isPending) asking.current.mutate();
    };
    again();
    const timer = setInterval(again, refreshMs);
    return () => clearInterval(timer);
  }, [open]);
  const press = (): void => {
    if (!mayLook) return;
    if (open) look.mutate();
    else setOpen(true);
  };
  return { open, look, press, close: () => setOpen(false) };
};

/** What can be seen and read of the room, beside the alarm: cameras, neighbouring sensors, and what to ask by telephone. */
export const SightPanel = ({ alarm }: { readonly alarm: AlarmView }) => {
  const { language, words } = useLanguage();
  const { permissions } = useSession();
  const mayLook = permissions.includes('evidence.read');
  const { open, look, press, close } = useLooking(alarm.id, mayLook);
  const sight = useSight(alarm.id, open ? refreshMs : false);
  useShortcuts({ o: press });
  if (sight.error !== null && sight.data === undefined) {
    return (
      <section className="panel">
        <h2>{words.sight.title}</h2>
        <Failed error={sight.error} retry={() => void sight.refetch()} />
      </section>
    );
  }
  const cameras = sight.data?.cameras ?? [];
  return (
    <>
      <section className="panel sight" aria-label={words.sight.title}>
        <header className="panel-head">
          <h2>{words.sight.title}</h2>
          {cameras.length === 0 || !mayLook ? null : (
            <span className="panel-tools">
              <Button type={open ? 'default' : 'primary'} onClick={press}>
                {open ? words.sight.refresh : words.sight.open} <Key>O</Key>
              </Button>
              {open ? <Button onClick={close}>{words.sight.close}</Button> : null}
            </span>
          )}
        </header>
        {sight.data !== undefined && cameras.length === 0 ? <Empty>{words.sight.noCamera}</Empty> : null}
        {cameras.length > 0 && !open ? <p className="hint">{mayLook ? words.sight.openHint : words.open.reason.role}</p> : null}
        {look.error === null ? null : <p role="alert">{sentenceOf(look.error, words)}</p>}
        {open ? (
          <div className="sight-pictures">
            {cameras.map((camera) => (
              <CameraPicture key={camera.device} camera={camera} />
            ))}
          </div>
        ) : null}
      </section>
      <section className="panel">
        <h2>{words.sight.neighbours}</h2>
        {sight.data === undefined ? null : <Neighbours neighbours={sight.data.neighbours} />}
      </section>
      {sight.data === undefined || sight.data.script.length === 0 ? null : (
        <section className="panel">
          <h2>{words.sight.script}</h2>
          <ol className="script">
            {sight.data.script.map((line) => (
              <li key={line.zh}>{line[language]}</li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
};
