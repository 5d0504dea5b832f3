import { Button } from 'antd';
import { Component, type ReactNode } from 'react';
import { useWords } from '../i18n/language.tsx';

const Broken = () => {
  const words = useWords();
  return (
    <div className="state" role="alert">
      <h1>{words.errors.page}</h1>
      <p>{words.errors.pageHint}</p>
      <Button type="primary" onClick={() => location.reload()}>
        {words.errors.reload}
      </Button>
    </div>
  );
};

/** A page that throws must not take the siren and the dead-link banner with it. */
export class ErrorFence extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}
