import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { Evidence, EvidenceStage } from '../../services/contracts/evidence.ts';
import { findPlace, type PictureToSend, prepareNonces, sendPicture, takeNonce } from '../api/pictures.ts';
import { sentenceOf } from '../api/problem.ts';
import { useWords } from '../i18n/language.tsx';
import { shortTime } from './format.ts';

/** A picture a camera gave just now was written after the camera was asked for; one from an album before. */
const clockSlackMs = 2_000;

interface Taken {
  readonly key: string;
  readonly url: string;
  readonly picture: PictureToSend;
  readonly state: 'sending' | 'sent' | 'failed';
  readonly id: string | null;
  readonly error: unknown;
}

export interface PhotoFieldProps {
  readonly school: string;
  /** null = of a report that is still being written. */
  readonly hazard: string | null;
  readonly stage: EvidenceStage;
  /** Ids of the pictures chosen so far. */
  readonly value: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
  /** Pictures already there that would do as well. */
  readonly known?: readonly Evidence[];
  readonly label?: string;
  readonly most?: number;
}

const usePictures = ({ school, hazard, stage, value, onChange }: PhotoFieldProps) => {
  const [taken, setTaken] = useState<readonly Taken[]>([]);
  const [noPlace, setNoPlace] = useState(false);
  // Uploads end later than the render they began in.
  const chosen = useRef(value);
  const urls = useRef<string[]>([]);
  useEffect(() => {
    chosen.current = value;
  });
  useEffect(() => {
    void prepareNonces();
    const made = urls.current;
    return () => made.forEach((url) => URL.revokeObjectURL(url));
  }, []);
  const change = (ids: readonly string[]): void => {
    chosen.current = ids;
    onChange(ids);
  };
  const set = (key: string, over: Partial<Taken>): void =>
    setTaken((all) => all.map((one) => (one.key === key ? { ...one, ...over } : one)));
  const send = async (key: string, picture: PictureToSend): Promise<void> => {
    set(key, { state: 'sending', error: null });
    try {
      const { id } = await sendPicture(picture);
      set(key, { state: 'sent', id });
      if (!chosen.current.includes(id)) change([...chosen.current, id]);
    } catch (error) {
      set(key, { state: 'failed', error });
    }
  };
  const add = async (files: readonly File[], askedAt: number | null): Promise<void> => {
    const place = await findPlace();
    setNoPlace(place === null);
    for (const file of files) {
      const key = crypto.randomUUID();
      const url = URL.createObjectURL(file);
      urls.current.push(url);
      const captured = askedAt !== null && file.lastModified >= askedAt - clockSlackMs;
      const picture: PictureToSend = {
        key,
        file,
        name: file.name || 'picture.jpg',
        school,
        stage,
        hazard,
        place,
        nonce: captured ? takeNonce() : null,
        capturedAt: captured ? file.lastModified : null,
      };
      setTaken((all) => [...all, { key, url, picture, state: 'sending', id: null, error: null }]);
      void send(key, picture);
    }
    void prepareNonces();
  };
  const remove = ({ key, id }: Taken): void => {
    setTaken((all) => all.filter((one) => one.key !== key));
    if (id !== null) change(chosen.current.filter((one) => one !== id));
  };
  const toggle = (id: string): void => change(value.includes(id) ? value.filter((one) => one !== id) : [...value, id]);
  return { taken, noPlace, add, send, remove, toggle };
};

/** Takes or chooses pictures and sends them at once; what is there already need not be taken again. */
export const PhotoField = (props: PhotoFieldProps) => {
  const words = useWords();
  const { value, stage, label, most = 12 } = props;
  const { taken, noPlace, add, send, remove, toggle } = usePictures(props);
  // What was sent from here may have come back with the list meanwhile.
  const known = (props.known ?? []).filter(({ id }) => !taken.some((one) => one.id === id));
  const camera = useRef<HTMLInputElement>(null);
  const album = useRef<HTMLInputElement>(null);
  const askedAt = useRef<number | null>(null);
  const full = value.length >= most;
  const stageName = words.codes.evidenceStage[stage];
  const picked = (input: HTMLInputElement, at: number | null): void => {
    const files = [...(input.files ?? [])].slice(0, most - value.length);
    input.value = '';
    if (files.length > 0) void add(files, at);
  };
  return (
    <div className="photo-field" role="group" aria-label={label ?? stageName}>
      {known.length > 0 ? (
        <>
          <small>{words.photo.known}</small>
          <div className="photo-known">
            {known.map((one, index) => (
              <Button
                key={one.id}
                type={value.includes(one.id) ? 'primary' : 'default'}
                aria-pressed={value.includes(one.id)}
                aria-label={words.photo.use(index + 1)}
                onClick={() => toggle(one.id)}
              >
                {words.photo.picture(index + 1, one.stage === null ? stageName : words.codes.evidenceStage[one.stage])}
                {one.takenAt === null ? null : <small> {shortTime(one.takenAt, Date.now())}</small>}
              </Button>
            ))}
          </div>
        </>
      ) : null}
      {taken.length > 0 ? (
        <ul className="photo-taken">
          {taken.map((one, index) => (
            <li key={one.key} className={one.state}>
              <img src={one.url} alt={words.photo.picture(index + 1, stageName)} />
              {one.state === 'sending' ? <small role="status">{words.photo.uploading}</small> : null}
              {one.state === 'failed' ? (
                <small role="alert">
                  {words.photo.failed} {sentenceOf(one.error, words)}{' '}
                  <Button onClick={() => void send(one.key, one.picture)}>{words.photo.again}</Button>
                </small>
              ) : null}
              <Button
                aria-label={words.photo.remove(index + 1)}
                title={words.photo.remove(index + 1)}
                className="photo-remove"
                onClick={() => remove(one)}
              >
                ×
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {full ? <small>{words.photo.full(most)}</small> : null}
      <div className="photo-buttons">
        <Button
          size="large"
          disabled={full}
          onClick={() => {
            askedAt.current = Date.now();
            camera.current?.click();
          }}
        >
          {words.photo.take}
        </Button>
        <Button size="large" disabled={full} onClick={() => album.current?.click()}>
          {words.photo.pick}
        </Button>
      </div>
      <input
        ref={camera}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        aria-label={words.photo.take}
        data-photo="camera"
        onChange={({ target }) => picked(target, askedAt.current)}
      />
      <input
        ref={album}
        type="file"
        accept="image/*"
        multiple
        hidden
        aria-label={words.photo.pick}
        data-photo="album"
        onChange={({ target }) => picked(target, null)}
      />
      <small role={noPlace ? 'status' : undefined}>{noPlace ? words.photo.noPlace : words.photo.hint}</small>
    </div>
  );
};
