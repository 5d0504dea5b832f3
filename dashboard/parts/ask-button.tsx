import { Button } from 'antd';
import { useState } from 'react';
import { ActDialog, useOutcome } from './act-dialog.tsx';

interface Props<I> {
  readonly label: string;
  /** For whoever hears the page: what the button is about, where the label alone does not say it. */
  readonly about?: string;
  readonly hint: string;
  readonly danger?: boolean;
  readonly primary?: boolean;
  readonly mutation: {
    readonly isPending: boolean;
    readonly mutate: (input: I, outcome: { onSuccess: () => void; onError: (error: Error) => void }) => void;
  };
  readonly input: I;
}

/** An act that nobody should do by a slip: asked once more, with what it means. */
export const AskButton = <I,>({ label, about, hint, danger = false, primary = false, mutation, input }: Props<I>) => {
  const outcome = useOutcome();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="large"
        danger={danger}
        type={primary ? 'primary' : 'default'}
        {...(about === undefined ? {} : { 'aria-label': about })}
        onClick={() => setOpen(true)}
      >
        {label}
      </Button>
      {open ? (
        <ActDialog
          title={about ?? label}
          hint={hint}
          danger={danger}
          okText={label}
          pending={mutation.isPending}
          close={() => setOpen(false)}
          send={() =>
            mutation.mutate(
              input,
              outcome(about ?? label, () => setOpen(false)),
            )
          }
        >
          {null}
        </ActDialog>
      ) : null}
    </>
  );
};
