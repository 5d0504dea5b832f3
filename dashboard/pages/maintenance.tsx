import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import type { Maintenance } from '../../services/contracts/storm.ts';
import { usePersonName } from '../api/office-queries.ts';
import { useSchoolDevices } from '../api/places.ts';
import { useCancelMaintenance, useMaintenances, useNewMaintenance } from '../api/prepare-queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { useNow } from '../live/live.tsx';
import { ActDialog, Field, useOutcome } from '../parts/act-dialog.tsx';
import { AskButton } from '../parts/ask-button.tsx';
import { MomentField } from '../parts/moment-field.tsx';
import { PlaceFrame } from '../parts/place-frame.tsx';
import { OnePerson } from '../parts/rota/people-choice.tsx';
import { dayAndTime } from '../parts/rota/times.ts';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { Tag, type Tone } from '../parts/tags.tsx';

const hourMs = 3_600_000;
/** `config/storm.yaml`: the server refuses more. */
const longestMs = 8 * hourMs;

const PlanDialog = ({ school, close }: { readonly school: string; readonly close: () => void }) => {
  const words = useWords();
  const now = useNow(60_000);
  const outcome = useOutcome();
  const mutation = useNewMaintenance();
  const devices = useSchoolDevices(school);
  const soon = Math.ceil(now / hourMs) * hourMs;
  const [chosen, setChosen] = useState<string[]>([]);
  const [startsAt, setStartsAt] = useState<number | null>(soon);
  const [endsAt, setEndsAt] = useState<number | null>(soon + 2 * hourMs);
  const [reason, setReason] = useState('');
  const [workOrder, setWorkOrder] = useState('');
  const [substitute, setSubstitute] = useState<string | null>(null);
  const lasts = startsAt === null || endsAt === null ? 0 : endsAt - startsAt;
  const fault = lasts > longestMs ? words.maintenance.tooLong : lasts <= 0 || (endsAt ?? 0) <= now ? words.maintenance.badStretch : null;
  const typed = { reason: reason.trim(), workOrder: workOrder.trim() };
  const whole = chosen.length > 0 && fault === null && typed.reason !== '' && typed.workOrder !== '' && substitute !== null;
  return (
    <ActDialog
      title={words.maintenance.plan}
      hint={words.maintenance.hint}
      ready={whole}
      pending={mutation.isPending}
      close={close}
      send={() => {
        if (whole && startsAt !== null && endsAt !== null)
          mutation.mutate({ school, devices: chosen, startsAt, endsAt, substitute, ...typed }, outcome(words.maintenance.plan, close));
      }}
    >
      <Field label={words.maintenance.devices}>
        <Select
          size="large"
          mode="multiple"
          aria-label={words.maintenance.devices}
          value={chosen}
          onChange={setChosen}
          showSearch={{ optionFilterProp: 'label' }}
          options={[...devices.values()].map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Field>
      <div className="side-by-side">
        <Field label={words.maintenance.starts}>
          <MomentField label={words.maintenance.starts} value={startsAt} onChange={setStartsAt} />
        </Field>
        <Field label={words.maintenance.ends}>
          <MomentField label={words.maintenance.ends} value={endsAt} onChange={setEndsAt} />
        </Field>
      </div>
      {fault === null ? <p className="hint">{words.maintenance.tooLong}</p> : <p className="form-error">{fault}</p>}
      <Field label={words.maintenance.reason}>
        <Input.TextArea rows={2} maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
      </Field>
      <Field label={words.maintenance.workOrder}>
        <Input size="large" maxLength={100} value={workOrder} onChange={({ target }) => setWorkOrder(target.value)} />
      </Field>
      <Field label={words.maintenance.substitute}>
        <OnePerson place={school} label={words.maintenance.substitute} holdersOnly={false} value={substitute} onChange={setSubstitute} />
      </Field>
    </ActDialog>
  );
};

const stateTone: Readonly<Record<Maintenance['state'], Tone>> = { planned: 'plain', running: 'warning', ended: 'good', cancelled: 'quiet' };

const Row = ({ one, mayManage }: { readonly one: Maintenance; readonly mayManage: boolean }) => {
  const words = useWords();
  const nameOf = usePersonName();
  const devices = useSchoolDevices(one.school);
  const mutation = useCancelMaintenance();
  const label = one.state === 'running' ? words.maintenance.endNow : words.maintenance.cancel;
  return (
    <li>
      <span>
        <b>{one.reason}</b> <Tag tone={stateTone[one.state]}>{words.codes.maintenanceState[one.state]}</Tag>
        <small>
          {words.maintenance.from(dayAndTime(one.startsAt), dayAndTime(one.endsAt))} · {words.maintenance.order(one.workOrder)} ·{' '}
          {words.maintenance.patrol(nameOf(one.substitute))} · {words.maintenance.by(nameOf(one.by))}
        </small>
        <small>
          {words.maintenance.deviceCount(one.devices.length)}
          {words.common.colon}
          {one.devices
            .slice(0, 5)
            .map((id) => devices.get(id)?.name ?? words.common.unknown)
            .join(words.common.list)}
          {one.devices.length > 5 ? ' …' : ''}
        </small>
        {one.state === 'planned' ? null : <small>{words.maintenance.held(one.held, one.released)}</small>}
      </span>
      {mayManage && (one.state === 'planned' || one.state === 'running') ? (
        <AskButton
          label={label}
          about={`${label}${words.common.colon}${one.reason}`}
          hint={words.maintenance.cancelHint}
          danger
          mutation={mutation}
          input={one}
        />
      ) : null}
    </li>
  );
};

const Windows = ({ school }: { readonly school: string }) => {
  const words = useWords();
  const { permissions } = useSession();
  const query = useMaintenances(school);
  const [planning, setPlanning] = useState(false);
  const mayManage = permissions.includes('maintenance.manage');
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const groups = [
    ['running', words.maintenance.running, words.maintenance.noneRunning],
    ['planned', words.maintenance.planned, words.maintenance.nonePlanned],
    ['past', words.maintenance.past, words.maintenance.nonePast],
  ] as const;
  const groupOf = ({ state }: Maintenance): string => (state === 'running' || state === 'planned' ? state : 'past');
  return (
    <>
      {mayManage ? (
        <p className="buttons">
          <Button size="large" type="primary" onClick={() => setPlanning(true)}>
            {words.maintenance.plan}
          </Button>
        </p>
      ) : null}
      {groups.map(([group, name, none]) => {
        const windows = query.data.filter((one) => groupOf(one) === group);
        return (
          <section key={group} className="panel" aria-label={name}>
            <h2>
              {name} <span className="count">{windows.length}</span>
            </h2>
            {windows.length === 0 ? <Empty>{none}</Empty> : null}
            <ul className="plain-rows">
              {windows.map((one) => (
                <Row key={one.id} one={one} mayManage={mayManage} />
              ))}
            </ul>
          </section>
        );
      })}
      {planning ? <PlanDialog school={school} close={() => setPlanning(false)} /> : null}
    </>
  );
};

/** 维护窗口: planned, running and past. */
export const MaintenancePage = () => {
  const words = useWords();
  return (
    <PlaceFrame title={words.maintenance.title} of="duty" hint={words.maintenance.hint}>
      {(school) => <Windows key={school} school={school} />}
    </PlaceFrame>
  );
};
