import { Button, Input, Select } from 'antd';
import { useId, useState } from 'react';
import type { Org } from '../../services/contracts/place.ts';
import { type DutySheetView, headships, type Post } from '../../services/contracts/responsibility.ts';
import { useBranchPeople, useDutySheets, useNewEdition, usePersonName, usePostChange, usePosts } from '../api/office-queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { ActDialog, Field, useOutcome } from './act-dialog.tsx';
import { dutiesIn } from './duty-records.ts';
import { dayOf } from './format.ts';
import { Empty, Failed, Loading } from './states.tsx';
import { Tag } from './tags.tsx';

const EditionDialog = ({
  post,
  sheet,
  close,
}: {
  readonly post: Post;
  readonly sheet: DutySheetView | undefined;
  readonly close: () => void;
}) => {
  const words = useWords();
  const outcome = useOutcome();
  const mutation = useNewEdition();
  const [typed, setTyped] = useState((sheet?.items ?? []).join('\n'));
  const items = dutiesIn(typed);
  return (
    <ActDialog
      title={words.duties.issueTitle(post.title)}
      hint={words.duties.issueHint}
      ready={items.length > 0}
      pending={mutation.isPending}
      okText={words.duties.issue}
      close={close}
      send={() => mutation.mutate({ post, items }, outcome(words.duties.issue, close))}
    >
      <Field label={words.duties.itemsField}>
        <Input.TextArea rows={8} value={typed} onChange={({ target }) => setTyped(target.value)} />
      </Field>
    </ActDialog>
  );
};

interface PostDialogProps {
  readonly org: Org;
  /** null = a new one. */
  readonly post: Post | null;
  readonly close: () => void;
}

const PostDialog = ({ org, post, close }: PostDialogProps) => {
  const words = useWords();
  const outcome = useOutcome();
  const mutation = usePostChange();
  const people = (useBranchPeople().data ?? []).filter((person) => person.active && person.org === org.id);
  // A new post needs an id that nobody has to invent.
  const fresh = `${org.id}-post-${useId().replaceAll(/[^a-z0-9]/gi, '')}${Date.now().toString(36)}`;
  const [id] = useState(post?.id ?? fresh);
  const [title, setTitle] = useState(post?.title ?? '');
  const [headship, setHeadship] = useState<Post['headship'] | ''>(post?.headship ?? '');
  const [holders, setHolders] = useState<string[]>(post?.holders ?? []);
  const [businessDuty, setBusinessDuty] = useState(post?.businessDuty ?? '');
  const form = {
    org: org.id,
    title: title.trim(),
    headship: headship === '' ? null : headship,
    holders,
    businessDuty: businessDuty.trim(),
  };
  return (
    <ActDialog
      title={post === null ? words.duties.add : words.duties.edit}
      ready={form.title !== '' && form.businessDuty !== ''}
      pending={mutation.isPending}
      close={close}
      send={() =>
        mutation.mutate({ id, version: post?.version ?? 0, form }, outcome(post === null ? words.duties.add : words.duties.edit, close))
      }
    >
      <Field label={words.duties.postTitle}>
        <Input size="large" maxLength={100} value={title} onChange={({ target }) => setTitle(target.value)} />
      </Field>
      <Field label={words.duties.postHeadship}>
        <Select
          size="large"
          aria-label={words.duties.postHeadship}
          value={headship}
          onChange={setHeadship}
          options={[
            { value: '' as const, label: words.duties.noHeadship },
            ...headships.map((one) => ({ value: one, label: words.codes.headship[one] })),
          ]}
        />
      </Field>
      <Field label={words.duties.postHolders}>
        <Select
          size="large"
          mode="multiple"
          aria-label={words.duties.postHolders}
          value={holders}
          onChange={setHolders}
          notFoundContent={words.form.noPeople}
          options={people.map(({ id: person, name, role }) => ({ value: person, label: `${name} · ${words.codes.role[role]}` }))}
        />
      </Field>
      <Field label={words.duties.postBusiness}>
        <Input.TextArea rows={2} maxLength={500} value={businessDuty} onChange={({ target }) => setBusinessDuty(target.value)} />
      </Field>
    </ActDialog>
  );
};

interface CardProps {
  readonly post: Post;
  readonly sheet: DutySheetView | undefined;
  readonly mayManage: boolean;
  readonly edit: () => void;
  readonly issue: () => void;
}

const PostCard = ({ post, sheet, mayManage, edit, issue }: CardProps) => {
  const words = useWords();
  const nameOf = usePersonName();
  const unread = (sheet?.unread ?? []).map(({ person, late }) => (late ? words.duties.late(nameOf(person)) : nameOf(person)));
  return (
    <article className="panel">
      <h3>
        {post.title} {post.headship === null ? null : <Tag>{words.codes.headship[post.headship]}</Tag>}
      </h3>
      <p>
        {words.duties.holders(
          post.holders.length === 0 ? words.duties.nobody : [...new Set(post.holders.map(nameOf))].join(words.common.list),
        )}
      </p>
      <p className="hint">{words.duties.business(post.businessDuty)}</p>
      {sheet === undefined ? (
        <p className="is-over">{words.duties.noSheet}</p>
      ) : (
        <>
          <details>
            <summary>
              {words.duties.items} · {words.duties.edition(sheet.edition, dayOf(sheet.issuedAt))}
            </summary>
            <ol className="duty-items">
              {sheet.items.map((item) => (
                <li key={item}>{item}</li>
              ))}
            </ol>
          </details>
          {unread.length === 0 ? (
            <p>
              <Tag tone="good">{words.duties.allRead}</Tag>
            </p>
          ) : (
            <p className={sheet.unread.some(({ late }) => late) ? 'is-over' : ''}>
              {words.duties.unread([...new Set(unread)].join(words.common.list))}
            </p>
          )}
        </>
      )}
      {mayManage ? (
        <p className="buttons">
          <Button size="large" onClick={issue}>
            {words.duties.issue}
          </Button>
          <Button size="large" onClick={edit}>
            {words.duties.edit}
          </Button>
        </p>
      ) : null}
    </article>
  );
};

type Open = { readonly what: 'post'; readonly post: Post | null } | { readonly what: 'edition'; readonly post: Post };

/** Posts of one organisation with who holds them and who has not signed; new editions by who manages them. */
export const PostList = ({ org }: { readonly org: Org }) => {
  const words = useWords();
  const { permissions } = useSession();
  const posts = usePosts(org.id);
  const sheets = useDutySheets(org.id);
  const [open, setOpen] = useState<Open | null>(null);
  if (posts.isPending || sheets.isPending) return <Loading />;
  if (posts.data === undefined) return <Failed error={posts.error} retry={() => void posts.refetch()} />;
  const mayManage = permissions.includes('duty.manage');
  const sheetOf = (post: Post): DutySheetView | undefined => sheets.data?.find(({ id }) => id === post.sheet);
  const close = (): void => setOpen(null);
  return (
    <>
      {posts.data.length === 0 ? <Empty>{words.duties.noPosts}</Empty> : null}
      <div className="cards">
        {posts.data.map((post) => (
          <PostCard
            key={post.id}
            post={post}
            sheet={sheetOf(post)}
            mayManage={mayManage}
            edit={() => setOpen({ what: 'post', post })}
            issue={() => setOpen({ what: 'edition', post })}
          />
        ))}
      </div>
      {mayManage ? (
        <p className="buttons">
          <Button size="large" onClick={() => setOpen({ what: 'post', post: null })}>
            {words.duties.add}
          </Button>
        </p>
      ) : null}
      {open?.what === 'edition' ? <EditionDialog post={open.post} sheet={sheetOf(open.post)} close={close} /> : null}
      {open?.what === 'post' ? <PostDialog org={org} post={open.post} close={close} /> : null}
    </>
  );
};
