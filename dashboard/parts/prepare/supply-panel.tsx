import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import type { Supply } from '../../../services/contracts/response.ts';
import { useSupplies, useSupplyChange, useSupplyCheck } from '../../api/prepare-queries.ts';
import { useSession } from '../../api/session.tsx';
import { useWords } from '../../i18n/language.tsx';
import { useNow } from '../../live/live.tsx';
import { ActDialog, Field, useOutcome } from '../act-dialog.tsx';
import { dayOf, number, startOfDay } from '../format.ts';
import { Empty, Failed, Loading } from '../states.tsx';
import { Tag } from '../tags.tsx';

const dayMs = 86_400_000;
/** Time enough to buy new ones. */
const soonMs = 30 * dayMs;

interface DialogProps {
  readonly school: string;
  /** null = new ones. */
  readonly supply: Supply | null;
  readonly close: () => void;
}

const SupplyDialog = ({ school, supply, close }: DialogProps) => {
  const words = useWords();
  const outcome = useOutcome();
  const mutation = useSupplyChange();
  const [id] = useState(() => supply?.id ?? `${school}-supply-${Date.now().toString(36)}`);
  const [name, setName] = useState(supply?.name ?? '');
  const [quantity, setQuantity] = useState<number | null>(supply?.quantity ?? 1);
  const [unit, setUnit] = useState(supply?.unit ?? '');
  const [place, setPlace] = useState(supply?.place ?? '');
  const [expires, setExpires] = useState(supply?.expiresAt == null ? '' : dayOf(supply.expiresAt));
  const title = supply === null ? words.supplies.add : words.supplies.edit(supply.name);
  const form = {
    school,
    name: name.trim(),
    quantity: quantity ?? 0,
    unit: unit.trim(),
    place: place.trim(),
    expiresAt: expires === '' ? null : startOfDay(expires),
  };
  return (
    <ActDialog
      title={title}
      ready={form.name !== '' && form.unit !== '' && quantity !== null}
      pending={mutation.isPending}
      close={close}
      send={() => mutation.mutate({ id, version: supply?.version ?? 0, form }, outcome(title, close))}
    >
      <Field label={words.supplies.name}>
        <Input size="large" maxLength={100} value={name} onChange={({ target }) => setName(target.value)} />
      </Field>
      <div className="side-by-side">
        <Field label={words.supplies.quantity}>
          <InputNumber size="large" aria-label={words.supplies.quantity} min={0} value={quantity} onChange={setQuantity} />
        </Field>
        <Field label={words.supplies.unit}>
          <Input size="large" maxLength={20} value={unit} onChange={({ target }) => setUnit(target.value)} />
        </Field>
      </div>
      <Field label={words.supplies.place} optional>
        <Input size="large" maxLength={100} value={place} onChange={({ target }) => setPlace(target.value)} />
      </Field>
      <Field label={words.supplies.expires} optional>
        <Input size="large" type="date" value={expires} onChange={({ target }) => setExpires(target.value)} />
      </Field>
    </ActDialog>
  );
};

const ExpiryTag = ({ at }: { readonly at: number | null }) => {
  const words = useWords();
  const now = useNow(60_000);
  if (at === null) return <Tag tone="quiet">{words.supplies.never}</Tag>;
  if (at <= now) return <Tag tone="alarm">{words.supplies.expired(dayOf(at))}</Tag>;
  return at - now < soonMs ? (
    <Tag tone="warning">{words.supplies.expiresSoon(dayOf(at))}</Tag>
  ) : (
    <Tag tone="good">{words.supplies.expiresOn(dayOf(at))}</Tag>
  );
};

/** 应急物资: how many, where, good until when, and who looked last. */
export const SupplyPanel = ({ school }: { readonly school: string }) => {
  const words = useWords();
  const outcome = useOutcome();
  const { permissions } = useSession();
  const query = useSupplies(school);
  const checking = useSupplyCheck();
  const [open, setOpen] = useState<{ readonly supply: Supply | null } | null>(null);
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const mayManage = permissions.includes('response.manage');
  return (
    <section className="panel" aria-labelledby="supplies">
      <h2 id="supplies">{words.readiness.supplies}</h2>
      {query.data.length === 0 ? <Empty>{words.supplies.none}</Empty> : null}
      <ul className="plain-rows">
        {query.data.map((supply) => (
          <li key={supply.id}>
            <span>
              <b>{supply.name}</b> {words.supplies.amount(number(supply.quantity), supply.unit)} <ExpiryTag at={supply.expiresAt} />
              <small>
                {[supply.place, supply.checkedAt === null ? words.supplies.unchecked : words.supplies.checked(dayOf(supply.checkedAt))]
                  .filter((text) => text !== '')
                  .join(' · ')}
              </small>
            </span>
            {mayManage ? (
              <span className="row-buttons">
                <Button
                  size="large"
                  aria-label={words.supplies.check(supply.name)}
                  loading={checking.isPending && checking.variables === supply.id}
                  onClick={() => checking.mutate(supply.id, outcome(words.supplies.checkShort))}
                >
                  {words.supplies.checkShort}
                </Button>
                <Button size="large" aria-label={words.supplies.edit(supply.name)} onClick={() => setOpen({ supply })}>
                  {words.supplies.editShort}
                </Button>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {mayManage ? (
        <p className="buttons">
          <Button size="large" onClick={() => setOpen({ supply: null })}>
            {words.supplies.add}
          </Button>
        </p>
      ) : null}
      {open === null ? null : <SupplyDialog school={school} supply={open.supply} close={() => setOpen(null)} />}
    </section>
  );
};
