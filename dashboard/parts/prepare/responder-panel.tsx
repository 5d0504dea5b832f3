import { Button } from 'antd';
import { useState } from 'react';
import type { Responder } from '../../../services/contracts/responder.ts';
import { useResponders } from '../../api/duty-queries.ts';
import { useOrgs } from '../../api/hazard-queries.ts';
import { useVerifyResponder } from '../../api/prepare-queries.ts';
import { useSession } from '../../api/session.tsx';
import { useWords } from '../../i18n/language.tsx';
import { AskButton } from '../ask-button.tsx';
import { dayOf } from '../format.ts';
import { Empty, Failed, Loading } from '../states.tsx';
import { Tag } from '../tags.tsx';
import { ResponderDialog } from './responder-dialog.tsx';

const Card = ({ responder, edit }: { readonly responder: Responder; readonly edit: (() => void) | null }) => {
  const words = useWords();
  const { person } = useSession();
  const verifying = useVerifyResponder();
  const keeper = useOrgs().data?.find(({ id }) => id === responder.school)?.name ?? words.common.unknown;
  const { name, kind, verifiedAt, location, channels, sandbox, contact } = responder;
  return (
    <article className="panel">
      <h3>
        {name} <Tag>{words.codes.responderKind[kind]}</Tag>{' '}
        {verifiedAt === null ? (
          <Tag tone="warning">{words.responders.unverified}</Tag>
        ) : (
          <Tag tone="good">{words.responders.verified(dayOf(verifiedAt))}</Tag>
        )}{' '}
        {responder.active ? null : <Tag tone="quiet">{words.responders.inactive}</Tag>}
      </h3>
      <p>{responder.capabilities.map((one) => words.codes.capability[one]).join(words.common.list)}</p>
      <ol className="duty-items">
        {channels.map(({ channel, address }) => (
          <li key={channel}>
            {words.codes.responderChannel[channel]}
            {words.common.colon}
            <code>{address}</code>
          </li>
        ))}
      </ol>
      <p className="hint">
        {contact === '' ? '' : `${words.responders.contact}${words.common.colon}${contact} · `}
        {words.responders.location(location.latitude.toFixed(4), location.longitude.toFixed(4))} · {words.responders.keptBy(keeper)}
      </p>
      <p className="hint">
        {sandbox === null
          ? words.responders.sandboxNone
          : words.responders.sandboxIs(words.codes.responderChannel[sandbox.channel], sandbox.address)}
      </p>
      {edit === null ? null : (
        <p className="buttons">
          {responder.changedBy === person.id ? (
            <small>{words.responders.verifyHint}</small>
          ) : (
            <AskButton
              label={words.responders.verifyShort}
              about={words.responders.verify(name)}
              hint={words.responders.verifyHint}
              mutation={verifying}
              input={responder.id}
            />
          )}
          <Button size="large" aria-label={words.responders.edit(name)} onClick={edit}>
            {words.responders.editShort}
          </Button>
        </p>
      )}
    </article>
  );
};

/** 周边救援力量: who could come, how they are reached, and whether anybody ever tried. */
export const ResponderPanel = ({ school }: { readonly school: string }) => {
  const words = useWords();
  const { permissions, org } = useSession();
  const query = useResponders(school);
  const [open, setOpen] = useState<{ readonly responder: Responder | null } | null>(null);
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const mayManage = permissions.includes('responder.manage');
  // A bureau's own entries are not a school's to change.
  const mine = (responder: Responder): boolean => mayManage && (org.kind !== 'school' || responder.school === org.id);
  return (
    <section>
      <h2>{words.readiness.responders}</h2>
      {query.data.length === 0 ? <Empty>{words.responders.none}</Empty> : null}
      <div className="cards">
        {query.data.map((responder) => (
          <Card key={responder.id} responder={responder} edit={mine(responder) ? () => setOpen({ responder }) : null} />
        ))}
      </div>
      {mayManage ? (
        <p className="buttons">
          <Button size="large" onClick={() => setOpen({ responder: null })}>
            {words.responders.add}
          </Button>
        </p>
      ) : null}
      {open === null ? null : <ResponderDialog school={school} responder={open.responder} close={() => setOpen(null)} />}
    </section>
  );
};
