import { theme as antdTheme, ConfigProvider } from 'antd';
import enGB from 'antd/locale/en_GB';
import zhCN from 'antd/locale/zh_CN';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { remember, remembered } from './remember.ts';

export const themeChoices = ['auto', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

interface Theme {
  readonly choice: ThemeChoice;
  readonly dark: boolean;
  readonly choose: (choice: ThemeChoice) => void;
}
const ThemeContext = createContext<Theme>({ choice: 'auto', dark: false, choose: () => undefined });

const systemDark = matchMedia('(prefers-color-scheme: dark)');
/** The server writes a fresh nonce into the page; the styles antd adds at run time carry it (content security policy). */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

const fonts = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif';

export const ThemeProvider = ({ children }: { readonly children: ReactNode }) => {
  const { language } = useLanguage();
  const [choice, setChoice] = useState<ThemeChoice>(() => themeChoices.find((name) => name === remembered('theme')) ?? 'auto');
  const [system, setSystem] = useState(systemDark.matches);
  useEffect(() => {
    const follow = (): void => setSystem(systemDark.matches);
    systemDark.addEventListener('change', follow);
    return () => systemDark.removeEventListener('change', follow);
  }, []);
  const dark = choice === 'auto' ? system : choice === 'dark';
  useEffect(() => {
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  }, [dark]);
  const theme = useMemo<Theme>(
    () => ({
      choice,
      dark,
      choose: (next) => {
        remember('theme', next);
        setChoice(next);
      },
    }),
    [choice, dark],
  );
  return (
    <ThemeContext value={theme}>
      <ConfigProvider
        csp={{ nonce }}
        locale={language === 'zh' ? zhCN : enGB}
        button={{ autoInsertSpace: false }}
        theme={{
          algorithm: dark ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
          token: {
            fontFamily: fonts,
            fontSize: 15,
            controlHeight: 36,
            borderRadius: 6,
            colorPrimary: dark ? '#6bb3ff' : '#0b5cad',
            colorError: dark ? '#ff8a8e' : '#b80d27',
            colorTextPlaceholder: dark ? '#93a1b2' : '#5b6776',
            colorTextDescription: dark ? '#a7b4c4' : '#4a5768',
            // Motion costs frames in a storm and tells a tired person nothing.
            motion: false,
            ...(dark ? { colorBgBase: '#0d131b', colorBgContainer: '#151d28', colorBgElevated: '#1b2532' } : {}),
          },
          components: { Button: { primaryColor: dark ? '#06121f' : '#ffffff', dangerColor: dark ? '#2a0408' : '#ffffff' } },
        }}
      >
        {children}
      </ConfigProvider>
    </ThemeContext>
  );
};

export const useTheme = (): Theme => useContext(ThemeContext);
