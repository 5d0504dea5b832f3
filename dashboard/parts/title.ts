import { useEffect } from 'react';
import { useWords } from '../i18n/language.tsx';
import { useOrderedAlarms } from '../live/live.tsx';
import { callsNow } from '../live/order.ts';

/** The page's name in the tab, with the number of alarms that need a person before it: seen also when the tab is not. */
export const useTitle = (name: string): void => {
  const words = useWords();
  const calling = useOrderedAlarms().filter(callsNow).length;
  useEffect(() => {
    document.title = `${calling > 0 ? `(${calling}) ` : ''}${name} · ${words.brand}`;
  }, [calling, name, words]);
};
