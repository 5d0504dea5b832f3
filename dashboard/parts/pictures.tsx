import { Button } from 'antd';
import { useState } from 'react';
import type { Evidence } from '../../services/contracts/evidence.ts';
import { useSchoolDevices } from '../api/places.ts';
import { sentenceOf } from '../api/problem.ts';
import { useEvidenceLink } from '../api/queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { dayOf, fullTime } from './format.ts';
import { Empty } from './states.tsx';

const Picture = ({ picture, camera }: { readonly picture: Evidence; readonly camera: string }) => {
  const words = useWords();
  const session = useSession();
  const link = useEvidenceLink();
  const [broken, setBroken] = useState(false);
  const when = picture.takenAt === null ? '' : fullTime(picture.takenAt);
  const label = words.alarm.pictureOf(camera, when);
  const show = (): void => {
    setBroken(false);
    link.mutate(picture.id);
  };
  const mayLook = session.permissions.includes('evidence.read');
  return (
    <figure className="picture">
      {link.data === undefined || broken ? (
        <div className="picture-blank">
          <b>{words.codes.evidenceState[picture.state]}</b>
          {picture.state === 'stored' ? (
            <>
              <Button type="primary" disabled={!mayLook} loading={link.isPending} onClick={show}>
                {words.alarm.show}
              </Button>
              <small>{mayLook ? words.alarm.showHint : words.open.reason.role}</small>
            </>
          ) : null}
          {broken ? <small role="alert">{words.alarm.pictureGone}</small> : null}
          {link.error === null ? null : <small role="alert">{sentenceOf(link.error, words)}</small>}
        </div>
      ) : (
        <img src={link.data.url} alt={label} onError={() => setBroken(true)} />
      )}
      <figcaption>
        {picture.takenAt === null ? camera : label}
        {picture.state === 'stored' ? <small>{words.alarm.deleteAt(dayOf(picture.deleteAt))}</small> : null}
      </figcaption>
    </figure>
  );
};

/** Camera pictures of the moment: shown only when asked for, by a link that soon runs out. */
export const Pictures = ({ school, pictures }: { readonly school: string; readonly pictures: readonly Evidence[] }) => {
  const words = useWords();
  const devices = useSchoolDevices(school);
  const nameOf = (camera: string | null): string =>
    camera === null ? words.codes.deviceType.camera : (devices.get(camera)?.name ?? camera);
  if (pictures.length === 0) return <Empty>{words.alarm.noPictures}</Empty>;
  return (
    <div className="pictures">
      {pictures.map((picture) => (
        <Picture key={picture.id} picture={picture} camera={nameOf(picture.camera)} />
      ))}
    </div>
  );
};
