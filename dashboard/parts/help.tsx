import { Switch } from 'antd';
import { useWords } from '../i18n/language.tsx';
import { Dialog } from './dialog.tsx';
import { useNavigation } from './navigation.ts';
import { Key, useShortcutChoice } from './shortcuts.tsx';

type Rows = readonly (readonly [readonly string[], string])[];

const KeyList = ({ rows }: { readonly rows: Rows }) => (
  <dl className="key-list">
    {rows.map(([keys, text]) => (
      <div key={text}>
        <dt>
          {keys.map((key) => (
            <Key key={key}>{key}</Key>
          ))}
        </dt>
        <dd>{text}</dd>
      </div>
    ))}
  </dl>
);

/** The list of keys, called by ? on every page. */
export const Help = ({ open, close }: { readonly open: boolean; readonly close: () => void }) => {
  const words = useWords();
  const { letters, setLetters } = useShortcutChoice();
  const pages = useNavigation();
  const rows: Rows = [
    [['J', '↓', 'K', '↑'], words.keys.move],
    [['N'], words.keys.next],
    [['Enter'], words.keys.open],
    [['A'], words.keys.acknowledge],
    [['V'], words.keys.verify],
    [['C'], words.keys.confirm],
    [['D'], words.keys.dismiss],
    [['O'], words.keysDuty.sight],
    [['R'], words.keysDuty.runner],
    [['E'], words.keysDuty.response],
    [['S'], words.keysDuty.storm],
    [['/'], words.keys.search],
    [['Esc'], words.keys.escape],
    [['?'], words.keys.help],
  ];
  const response: Rows = [
    [['M'], words.keysDuty.command],
    [['P'], words.keysDuty.phone],
    [['T'], words.keysDuty.take],
    [['F'], words.keysDuty.finish],
    [['U'], words.keysDuty.raise],
  ];
  return (
    <Dialog open={open} onCancel={close} footer={null} title={words.keys.title} width={640}>
      <KeyList rows={rows} />
      <h3 className="key-heading">{words.keysDuty.heading}</h3>
      <KeyList rows={response} />
      <h3 className="key-heading">{words.keys.goto}</h3>
      <dl className="key-list">
        {pages.map((page) => (
          <div key={page.to}>
            <dt>
              <Key>G</Key>
              <Key>{page.key.toUpperCase()}</Key>
            </dt>
            <dd>{words.nav[page.name]}</dd>
          </div>
        ))}
      </dl>
      <label className="switch-line">
        <Switch checked={letters} onChange={setLetters} aria-label={words.keys.enabled} />
        <span>
          {words.keys.enabled}
          <small>{words.keys.enabledHint}</small>
        </span>
      </label>
    </Dialog>
  );
};
