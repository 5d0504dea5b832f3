import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import {
  capabilities,
  type Responder,
  type ResponderForm,
  responderChannels,
  responderKinds,
} from '../../../services/contracts/responder.ts';
import { useResponderChange } from '../../api/prepare-queries.ts';
import { useWords } from '../../i18n/language.tsx';
import { ActDialog, Field, useOutcome } from '../act-dialog.tsx';

const mostChannels = 6;
const empty = (school: string): ResponderForm => ({
  school,
  name: '',
  kind: 'fire_station',
  capabilities: ['fire'],
  location: { latitude: 0, longitude: 0 },
  channels: [{ channel: 'phone', address: '' }],
  sandbox: null,
  contact: '',
  active: true,
});
const formOf = ({ id: _id, version: _version, verifiedAt: _at, changedBy: _by, ...form }: Responder): ResponderForm => form;

interface PartProps {
  readonly form: ResponderForm;
  readonly change: (part: Partial<ResponderForm>) => void;
}

const Channels = ({ form: { channels }, change }: PartProps) => {
  const words = useWords();
  const set = (index: number, part: Partial<ResponderForm['channels'][number]>): void =>
    change({ channels: channels.map((held, at) => (at === index ? { ...held, ...part } : held)) });
  const free = responderChannels.find((channel) => !channels.some((held) => held.channel === channel));
  return (
    <div className="form-group">
      <span>{words.responders.channels}</span>
      {channels.map(({ channel, address }, index) => (
        <fieldset key={channel} className="form-row">
          <Select
            size="large"
            aria-label={words.responders.channel(index + 1)}
            value={channel}
            onChange={(next) => set(index, { channel: next })}
            options={responderChannels
              .filter((one) => one === channel || !channels.some((held) => held.channel === one))
              .map((one) => ({ value: one, label: words.codes.responderChannel[one] }))}
          />
          <Input
            size="large"
            aria-label={words.responders.address(index + 1)}
            maxLength={500}
            value={address}
            onChange={({ target }) => set(index, { address: target.value })}
          />
          {channels.length === 1 ? null : (
            <Button
              size="large"
              aria-label={words.responders.removeChannel(index + 1)}
              onClick={() => change({ channels: channels.toSpliced(index, 1) })}
            >
              ✕
            </Button>
          )}
        </fieldset>
      ))}
      {free === undefined || channels.length >= mostChannels ? null : (
        <Button size="large" onClick={() => change({ channels: [...channels, { channel: free, address: '' }] })}>
          {words.responders.addChannel}
        </Button>
      )}
    </div>
  );
};

const Sandbox = ({ form: { sandbox }, change }: PartProps) => {
  const words = useWords();
  return (
    <>
      <Field label={words.responders.sandbox}>
        <Select<'' | NonNullable<ResponderForm['sandbox']>['channel']>
          size="large"
          aria-label={words.responders.sandbox}
          value={sandbox?.channel ?? ''}
          onChange={(channel) => change({ sandbox: channel === '' ? null : { channel, address: sandbox?.address ?? '' } })}
          options={[
            { value: '', label: words.responders.sandboxNone },
            ...(['webhook', 'cap'] as const).map((one) => ({ value: one, label: words.codes.responderChannel[one] })),
          ]}
        />
      </Field>
      {sandbox === null ? null : (
        <Field label={words.responders.sandboxAddress}>
          <Input
            size="large"
            maxLength={500}
            value={sandbox.address}
            onChange={({ target }) => change({ sandbox: { ...sandbox, address: target.value } })}
          />
        </Field>
      )}
    </>
  );
};

const Location = ({ form: { location }, change }: PartProps) => {
  const words = useWords();
  return (
    <div className="side-by-side">
      {(['latitude', 'longitude'] as const).map((axis) => (
        <Field key={axis} label={words.responders[axis]}>
          <InputNumber
            size="large"
            aria-label={words.responders[axis]}
            min={axis === 'latitude' ? -90 : -180}
            max={axis === 'latitude' ? 90 : 180}
            step={0.0001}
            value={location[axis]}
            onChange={(value) => change({ location: { ...location, [axis]: value ?? 0 } })}
          />
        </Field>
      ))}
    </div>
  );
};

interface Props {
  readonly school: string;
  /** null = a new one. */
  readonly responder: Responder | null;
  readonly close: () => void;
}

export const ResponderDialog = ({ school, responder, close }: Props) => {
  const words = useWords();
  const outcome = useOutcome();
  const mutation = useResponderChange();
  const [id] = useState(() => responder?.id ?? `${school}-responder-${Date.now().toString(36)}`);
  const [form, setForm] = useState<ResponderForm>(() => (responder === null ? empty(school) : formOf(responder)));
  const change = (part: Partial<ResponderForm>): void => setForm((held) => ({ ...held, ...part }));
  const title = responder === null ? words.responders.add : words.responders.edit(responder.name);
  const whole =
    form.name.trim() !== '' &&
    form.capabilities.length > 0 &&
    (form.location.latitude !== 0 || form.location.longitude !== 0) &&
    form.channels.every(({ address }) => address.trim() !== '') &&
    (form.sandbox === null || form.sandbox.address.trim() !== '');
  return (
    <ActDialog
      title={title}
      ready={whole}
      pending={mutation.isPending}
      close={close}
      send={() => mutation.mutate({ id, version: responder?.version ?? 0, form }, outcome(title, close))}
    >
      <Field label={words.responders.name}>
        <Input size="large" maxLength={200} value={form.name} onChange={({ target }) => change({ name: target.value })} />
      </Field>
      <Field label={words.responders.kind}>
        <Select
          size="large"
          aria-label={words.responders.kind}
          value={form.kind}
          onChange={(kind) => change({ kind })}
          options={responderKinds.map((kind) => ({ value: kind, label: words.codes.responderKind[kind] }))}
        />
      </Field>
      <Field label={words.responders.capabilities}>
        <Select
          size="large"
          mode="multiple"
          aria-label={words.responders.capabilities}
          value={form.capabilities}
          onChange={(next) => change({ capabilities: next })}
          options={capabilities.map((one) => ({ value: one, label: words.codes.capability[one] }))}
        />
      </Field>
      <Location form={form} change={change} />
      <Channels form={form} change={change} />
      <Sandbox form={form} change={change} />
      <Field label={words.responders.contact} optional>
        <Input size="large" maxLength={100} value={form.contact} onChange={({ target }) => change({ contact: target.value })} />
      </Field>
      <Checkbox checked={form.active} onChange={({ target }) => change({ active: target.checked })}>
        {words.responders.active}
      </Checkbox>
    </ActDialog>
  );
};
