import { App, Button, Input } from 'antd';
import { useState } from 'react';
import type { FormalDocument, Signature } from '../../services/contracts/document.ts';
import type { HazardView } from '../../services/contracts/hazard.ts';
import { useDelivery, useHazardDocuments } from '../api/hazard-queries.ts';
import { sentenceOf } from '../api/problem.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { Dialog } from './dialog.tsx';
import { fullTime } from './format.ts';
import type { Names } from './hazard-filed.ts';
import { SignatureField, SignaturePicture } from './signature-field.tsx';
import { Empty, Failed } from './states.tsx';
import { Tag } from './tags.tsx';

const Delivery = ({ document, close }: { readonly document: FormalDocument; readonly close: () => void }) => {
  const words = useWords();
  const { message } = App.useApp();
  const mutation = useDelivery(document.hazard);
  const [opinion, setOpinion] = useState('');
  const [signature, setSignature] = useState<Signature | null>(null);
  const ready = opinion.trim() !== '' && signature !== null;
  const send = (): void => {
    if (signature === null || opinion.trim() === '') return;
    mutation.mutate(
      { document, opinion: opinion.trim(), signature },
      {
        onSuccess: () => {
          void message.success(words.form.sent(words.documents.deliver));
          close();
        },
        onError: (error) => void message.error(sentenceOf(error, words)),
      },
    );
  };
  return (
    <Dialog
      open
      title={words.documents.deliverTitle}
      onCancel={close}
      onOk={send}
      okText={words.documents.deliver}
      cancelText={words.common.cancel}
      okButtonProps={{ disabled: !ready, loading: mutation.isPending, size: 'large' }}
      cancelButtonProps={{ size: 'large' }}
      width={640}
    >
      <form className="action-form" onSubmit={(event) => event.preventDefault()}>
        <p>{words.documents.deliverHint}</p>
        <label>
          <span>
            {words.documents.opinion} <small>{words.common.required}</small>
          </span>
          <Input.TextArea rows={2} maxLength={2000} value={opinion} onChange={({ target }) => setOpinion(target.value)} />
        </label>
        <div className="form-field">
          <span>
            {words.open.hazardField.signature} <small>{words.common.required}</small>
          </span>
          <SignatureField label={words.open.hazardField.signature} value={signature} onChange={setSignature} />
        </div>
      </form>
    </Dialog>
  );
};

const Links = ({ path, name }: { readonly path: string; readonly name: string }) => {
  const words = useWords();
  return (
    <span className="document-links">
      <a href={`${path}.pdf`} target="_blank" rel="noreferrer">
        {words.documents.pdf(name)}
      </a>
      <a href={`${path}.docx`} download>
        {words.documents.docx(name)}
      </a>
    </span>
  );
};

/** Kinds a school's leader takes delivery of. */
const delivered: readonly FormalDocument['kind'][] = ['rectification_notice', 'supervision_letter'];

const Paper = ({
  document,
  names,
  deliver,
}: {
  readonly document: FormalDocument;
  readonly names: Names;
  readonly deliver: () => void;
}) => {
  const words = useWords();
  const { permissions } = useSession();
  const name = words.codes.documentKind[document.kind];
  const awaits = document.deliveredAt === null && delivered.includes(document.kind);
  return (
    <li>
      <b>
        {name} {words.documents.number(document.year, document.number)}
      </b>
      <small>
        {words.documents.issued(fullTime(document.issuedAt))} · {names.personName(document.issuedBy)}
      </small>
      {document.days === null ? null : <small>{words.documents.deadlineDays(document.days)}</small>}
      {document.deliveredAt === null ? null : (
        <small>
          {words.documents.delivered(names.personName(document.deliveredTo ?? 'system'), fullTime(document.deliveredAt))}
          {document.opinion === null ? '' : `${words.common.colon}${document.opinion}`}
        </small>
      )}
      {document.signature === null ? null : <SignaturePicture signature={document.signature} />}
      <Links path={`/api/v1/documents/${encodeURIComponent(document.id)}/file`} name={name} />
      {awaits ? (
        <span className="document-links">
          <Tag tone="warning">{words.documents.notDelivered}</Tag>
          {permissions.includes('document.sign') ? (
            <Button type="primary" size="large" onClick={deliver}>
              {words.documents.deliver}
            </Button>
          ) : null}
        </span>
      ) : null}
    </li>
  );
};

/** Formal documents of a hazard, and a draft of the notice while none is issued. */
export const HazardDocuments = ({ hazard, names }: { readonly hazard: HazardView; readonly names: Names }) => {
  const words = useWords();
  const { permissions } = useSession();
  const mayRead = permissions.includes('document.read');
  const documents = useHazardDocuments(hazard.id, mayRead);
  const [delivering, setDelivering] = useState<FormalDocument | null>(null);
  if (!mayRead) return null;
  const items = documents.data?.items ?? [];
  const noticed = items.some(({ kind }) => kind === 'rectification_notice');
  return (
    <section className="panel">
      <h2>{words.documents.title}</h2>
      {documents.error === null ? null : <Failed error={documents.error} retry={() => void documents.refetch()} />}
      {documents.data !== undefined && items.length === 0 ? <Empty>{words.documents.empty}</Empty> : null}
      <ul className="papers">
        {items.map((document) => (
          <Paper key={document.id} document={document} names={names} deliver={() => setDelivering(document)} />
        ))}
        {noticed || documents.data === undefined || !hazard.open ? null : (
          <li>
            <Links path={`/api/v1/hazards/${encodeURIComponent(hazard.id)}/notice`} name={words.documents.draft} />
          </li>
        )}
      </ul>
      {delivering === null ? null : <Delivery document={delivering} close={() => setDelivering(null)} />}
    </section>
  );
};
