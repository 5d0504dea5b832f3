import { App, Button } from 'antd';
import type { ChannelView } from '../../../services/contracts/channel.ts';
import { useOrgs } from '../../api/hazard-queries.ts';
import { useChannels, useChannelTrial } from '../../api/prepare-queries.ts';
import { sentenceOf } from '../../api/problem.ts';
import { useSession } from '../../api/session.tsx';
import { useWords } from '../../i18n/language.tsx';
import { wordFor } from '../../i18n/words.ts';
import { FaceIcon } from '../icons.tsx';
import { dayAndTime } from '../rota/times.ts';
import { Empty, Failed, Loading } from '../states.tsx';

const Row = ({ channel, mayTry }: { readonly channel: ChannelView; readonly mayTry: boolean }) => {
  const words = useWords();
  const { message } = App.useApp();
  const trial = useChannelTrial();
  const org = useOrgs().data?.find(({ id }) => id === channel.org)?.name ?? words.common.unknown;
  const why = (code: string | null): string => wordFor(words.open.callReason, code ?? '', words.channels.detailOther);
  const name = `${words.codes.channel[channel.channel]} · ${wordFor(words.channels.form, channel.form, words.channels.formOther)}`;
  const state = channel.ok === null ? words.channels.unknown : channel.ok ? words.channels.ok : words.channels.broken;
  const said = channel.ok === null ? words.channels.unknownHint : words.channels.since(dayAndTime(channel.since));
  const tryIt = (): void =>
    trial.mutate(channel.id, {
      onSuccess: ({ ok, code }) => void (ok ? message.success(words.channels.testOk) : message.error(words.channels.testFailed(why(code)))),
      onError: (error) => void message.error(sentenceOf(error, words)),
    });
  return (
    <li>
      <FaceIcon face={channel.ok === null ? 'unknown' : channel.ok ? 'normal' : 'fault'} />
      <span>
        <b>{name}</b>
        <small>
          <b>{state}</b> · {said}
          {channel.detail === null ? '' : ` · ${why(channel.detail)}`} ·{' '}
          {channel.org === null ? words.channels.forAll : words.channels.forOrg(org)}
        </small>
      </span>
      {mayTry ? (
        <Button size="large" aria-label={words.channels.test(name)} loading={trial.isPending} onClick={tryIt}>
          {words.channels.testShort}
        </Button>
      ) : null}
    </li>
  );
};

/** How people are reached beyond the screen, and how each way stands; a broken one is shown as broken. */
export const ChannelPanel = () => {
  const words = useWords();
  const { permissions } = useSession();
  const query = useChannels();
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return (
    <section className="panel" aria-labelledby="channels">
      <h2 id="channels">{words.readiness.channels}</h2>
      <p className="hint">{words.channels.hint}</p>
      {query.data.length === 0 ? <Empty>{words.channels.none}</Empty> : null}
      <ul className="plain-rows check-rows">
        {query.data.map((channel) => (
          <Row key={channel.id} channel={channel} mayTry={permissions.includes('rota.manage')} />
        ))}
      </ul>
    </section>
  );
};
