import { App } from 'antd';
import type { ReactNode } from 'react';
import { sentenceOf } from '../api/problem.ts';
import { useWords } from '../i18n/language.tsx';
import { Dialog } from './dialog.tsx';

/** What becomes of an act: a word of success, or why not; the dialog closes only on success, so nothing typed is lost. */
export const useOutcome = () => {
  const words = useWords();
  const { message } = App.useApp();
  return (name: string, done?: () => void) => ({
    onSuccess: () => {
      void message.success(words.form.sent(name));
      done?.();
    },
    onError: (error: Error) => void message.error(sentenceOf(error, words)),
  });
};

interface Props {
  readonly title: string;
  readonly hint?: string;
  /** Everything needed is filled in. */
  readonly ready?: boolean;
  readonly danger?: boolean;
  readonly pending: boolean;
  readonly okText?: string;
  readonly send: () => void;
  readonly close: () => void;
  readonly children: ReactNode;
}

/** One act that needs a form. */
export const ActDialog = ({ title, hint, ready = true, danger = false, pending, okText, send, close, children }: Props) => {
  const words = useWords();
  return (
    <Dialog
      open
      title={title}
      onCancel={close}
      onOk={send}
      okText={okText ?? words.common.submit}
      cancelText={words.common.cancel}
      okButtonProps={{ loading: pending, size: 'large', disabled: !ready, danger }}
      cancelButtonProps={{ size: 'large' }}
    >
      <form className="action-form" onSubmit={(event) => event.preventDefault()}>
        {hint === undefined ? null : <p className="hint">{hint}</p>}
        {children}
      </form>
    </Dialog>
  );
};

/** A name above a control. */
export const Field = ({
  label,
  optional = false,
  children,
}: {
  readonly label: string;
  readonly optional?: boolean;
  readonly children: ReactNode;
}) => {
  const words = useWords();
  return (
    <label className="form-field">
      <span>
        {label} {optional ? <small>{words.common.optional}</small> : null}
      </span>
      {children}
    </label>
  );
};
