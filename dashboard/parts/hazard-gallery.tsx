import { App, Button, Input } from 'antd';
import { useState } from 'react';
import type { Evidence, EvidenceFlagged, EvidenceStage } from '../../services/contracts/evidence.ts';
import { evidenceStages } from '../../services/contracts/evidence.ts';
import { useHazardEvidence, useVerdict } from '../api/hazard-queries.ts';
import { sentenceOf } from '../api/problem.ts';
import { useEvidenceLink } from '../api/queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { Dialog } from './dialog.tsx';
import { dayOf, fullTime } from './format.ts';
import type { Names } from './hazard-filed.ts';
import { Empty, Failed, Loading } from './states.tsx';
import { Tag } from './tags.tsx';

const Shown = ({ picture, label }: { readonly picture: Evidence; readonly label: string }) => {
  const words = useWords();
  const { permissions, person } = useSession();
  const link = useEvidenceLink();
  const [broken, setBroken] = useState(false);
  const mayLook = permissions.includes('evidence.read') || picture.capture?.by === person.id;
  if (link.data !== undefined && !broken) return <img src={link.data.url} alt={label} onError={() => setBroken(true)} />;
  return (
    <div className="picture-blank">
      <b>{picture.state === 'stored' ? words.photo.unviewable : words.codes.evidenceState[picture.state]}</b>
      {picture.state === 'stored' ? (
        <>
          <Button
            size="large"
            disabled={!mayLook}
            loading={link.isPending}
            onClick={() => {
              setBroken(false);
              link.mutate(picture.id);
            }}
          >
            {words.alarm.show}
          </Button>
          <small>{mayLook ? words.alarm.showHint : words.open.reason.role}</small>
        </>
      ) : null}
      {broken ? <small role="alert">{words.alarm.pictureGone}</small> : null}
      {link.error === null ? null : <small role="alert">{sentenceOf(link.error, words)}</small>}
    </div>
  );
};

interface Asked {
  readonly picture: Evidence;
  readonly flag: EvidenceFlagged;
  readonly verdict: 'genuine' | 'fake';
}

const Flags = ({ picture, names, ask }: { readonly picture: Evidence; readonly names: Names; readonly ask: (asked: Asked) => void }) => {
  const words = useWords();
  const { permissions } = useSession();
  if (picture.flags.length === 0) return null;
  return (
    <div className="flags">
      {picture.flags.some(({ decided }) => decided === null) ? <Tag tone="warning">{words.evidence.flagged}</Tag> : null}
      <ul aria-label={words.evidence.why}>
        {picture.flags.map((flag) => (
          <li key={`${flag.flag} ${flag.other}`}>
            <b>{words.codes.evidenceFlag[flag.flag]}</b>
            <small>{words.evidence.because[flag.flag]}</small>
            {flag.decided === null ? (
              permissions.includes('evidence.decide') ? (
                <span className="flag-buttons">
                  <Button size="large" onClick={() => ask({ picture, flag, verdict: 'genuine' })}>
                    {words.evidence.genuine}
                  </Button>
                  <Button size="large" danger onClick={() => ask({ picture, flag, verdict: 'fake' })}>
                    {words.evidence.fake}
                  </Button>
                </span>
              ) : null
            ) : (
              <small>
                {(flag.decided.verdict === 'genuine' ? words.evidence.decidedGenuine : words.evidence.decidedFake)(
                  names.personName(flag.decided.by),
                  fullTime(flag.decided.at),
                )}
                {flag.decided.note === '' ? '' : `${words.common.colon}${flag.decided.note}`}
              </small>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
};

const VerdictDialog = ({ hazard, asked, close }: { readonly hazard: string; readonly asked: Asked; readonly close: () => void }) => {
  const words = useWords();
  const { message } = App.useApp();
  const mutation = useVerdict(hazard);
  const [note, setNote] = useState('');
  const send = (): void => {
    if (note.trim() === '') return;
    mutation.mutate(
      { evidence: asked.picture.id, flag: asked.flag, verdict: asked.verdict, note: note.trim() },
      {
        onSuccess: () => {
          void message.success(words.form.saved);
          close();
        },
        onError: (error) => void message.error(sentenceOf(error, words)),
      },
    );
  };
  return (
    <Dialog
      open
      title={words.evidence.decideTitle(words.codes.evidenceFlag[asked.flag.flag])}
      onCancel={close}
      onOk={send}
      okText={asked.verdict === 'genuine' ? words.evidence.genuine : words.evidence.fake}
      cancelText={words.common.cancel}
      okButtonProps={{ disabled: note.trim() === '', loading: mutation.isPending, size: 'large' }}
      cancelButtonProps={{ size: 'large' }}
    >
      <form className="action-form" onSubmit={(event) => event.preventDefault()}>
        <p>{words.evidence.because[asked.flag.flag]}</p>
        <label>
          <span>
            {words.evidence.note} <small>{words.common.required}</small>
          </span>
          <Input.TextArea rows={2} maxLength={2000} value={note} onChange={({ target }) => setNote(target.value)} />
        </label>
      </form>
    </Dialog>
  );
};

/** The pictures of a hazard by what they show, with what is doubted about them and who decided so. */
export const HazardGallery = ({ hazard, names }: { readonly hazard: string; readonly names: Names }) => {
  const words = useWords();
  const evidence = useHazardEvidence(hazard);
  const [asked, setAsked] = useState<Asked | null>(null);
  const pictures = evidence.data?.items ?? [];
  const of = (stage: EvidenceStage): Evidence[] => pictures.filter((one) => (one.stage ?? 'other') === stage);
  return (
    <section className="panel">
      <h2>{words.evidence.title}</h2>
      {evidence.isPending ? <Loading /> : null}
      {evidence.error === null ? null : <Failed error={evidence.error} retry={() => void evidence.refetch()} />}
      {evidence.data !== undefined && pictures.length === 0 ? <Empty>{words.evidence.empty}</Empty> : null}
      {evidenceStages
        .map((stage) => [stage, of(stage)] as const)
        .filter(([, some]) => some.length > 0)
        .map(([stage, some]) => (
          <div key={stage} className="gallery-stage">
            <h3>{words.evidence.stageCount(words.codes.evidenceStage[stage], some.length)}</h3>
            <div className="pictures">
              {some.map((picture, index) => {
                const label = words.photo.picture(index + 1, words.codes.evidenceStage[stage]);
                return (
                  <figure key={picture.id} className="picture">
                    <Shown picture={picture} label={label} />
                    <figcaption>
                      {picture.capture === null
                        ? label
                        : words.evidence.by(names.personName(picture.capture.by), fullTime(picture.capture.uploadedAt))}
                      {picture.state === 'stored' ? <small>{words.evidence.kept(dayOf(picture.deleteAt))}</small> : null}
                    </figcaption>
                    <Flags picture={picture} names={names} ask={setAsked} />
                  </figure>
                );
              })}
            </div>
          </div>
        ))}
      {asked === null ? null : <VerdictDialog hazard={hazard} asked={asked} close={() => setAsked(null)} />}
    </section>
  );
};
