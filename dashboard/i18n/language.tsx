import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { remember, remembered } from '../parts/remember.ts';
import { en } from './en.ts';
import type { Language, Words } from './words.ts';
import { zh } from './zh.ts';

interface LanguageChoice {
  readonly language: Language;
  readonly words: Words;
  readonly choose: (language: Language) => void;
}

const LanguageContext = createContext<LanguageChoice>({ language: 'zh', words: zh, choose: () => undefined });

/** Chinese unless the person chose English before on this machine. */
export const LanguageProvider = ({ children }: { readonly children: ReactNode }) => {
  const [language, setLanguage] = useState<Language>(() => (remembered('language') === 'en' ? 'en' : 'zh'));
  const words = language === 'en' ? en : zh;
  useEffect(() => {
    document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
  }, [language]);
  const choice = useMemo(
    () => ({
      language,
      words,
      choose: (next: Language) => {
        remember('language', next);
        setLanguage(next);
      },
    }),
    [language, words],
  );
  return <LanguageContext value={choice}>{children}</LanguageContext>;
};

export const useLanguage = (): LanguageChoice => useContext(LanguageContext);
export const useWords = (): Words => useContext(LanguageContext).words;
