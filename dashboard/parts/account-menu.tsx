import { useQueryClient } from '@tanstack/react-query';
import { Button, Popover, Segmented, Switch } from 'antd';
import { useNavigate } from 'react-router';
import { signOut } from '../api/queries.ts';
import { useSession } from '../api/session.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { useDuty } from '../live/duty.tsx';
import { forgetPerson } from '../offline/person.ts';
import { SignIcon } from './icons.tsx';
import { type ThemeChoice, themeChoices, useTheme } from './theme.tsx';

/** Language and appearance, also before anybody has signed in. */
export const Preferences = () => {
  const { language, words, choose } = useLanguage();
  const theme = useTheme();
  return (
    <div className="preferences">
      <Segmented
        aria-label={words.prefs.language}
        value={language}
        onChange={choose}
        options={[
          { value: 'zh', label: '中文' },
          { value: 'en', label: 'English' },
        ]}
      />
      <Segmented<ThemeChoice>
        aria-label={words.prefs.theme}
        value={theme.choice}
        onChange={theme.choose}
        options={themeChoices.map((value) => ({ value, label: words.prefs[value] }))}
      />
    </div>
  );
};

const Account = () => {
  const { words } = useLanguage();
  const session = useSession();
  const duty = useDuty();
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = async (): Promise<void> => {
    await signOut().catch(() => undefined);
    client.clear();
    forgetPerson();
    await navigate('/sign-in');
  };
  return (
    <div className="account">
      <p>
        <strong>{session.person.name}</strong>
        <span>
          {words.codes.role[session.role]} · {session.org.name}
        </span>
      </p>
      <label className="switch-line">
        <Switch checked={duty.speech} onChange={duty.setSpeech} aria-label={words.duty.speech} />
        <span>{words.duty.speech}</span>
      </label>
      <Preferences />
      <Button onClick={() => void leave()}>{words.signIn.out}</Button>
    </div>
  );
};

export const AccountMenu = () => {
  const { words } = useLanguage();
  const session = useSession();
  return (
    <Popover trigger="click" placement="bottomRight" content={<Account />}>
      <Button type="text" className="head-button" aria-label={`${words.prefs.account}${words.common.colon}${session.person.name}`}>
        <SignIcon sign="person" />
        <span className="wide-only">{session.person.name}</span>
      </Button>
    </Popover>
  );
};
