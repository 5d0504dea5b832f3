import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { remember, remembered } from './remember.ts';

interface ShortcutChoice {
  /** Single letters may be switched off (WCAG 2.1.4); arrows, Enter and Escape always work. */
  readonly letters: boolean;
  readonly setLetters: (on: boolean) => void;
}
const ShortcutContext = createContext<ShortcutChoice>({ letters: true, setLetters: () => undefined });

export const ShortcutProvider = ({ children }: { readonly children: ReactNode }) => {
  const [letters, setOn] = useState(() => remembered('letters') !== 'off');
  const choice = useMemo(
    () => ({
      letters,
      setLetters: (on: boolean) => {
        remember('letters', on ? 'on' : 'off');
        setOn(on);
      },
    }),
    [letters],
  );
  return <ShortcutContext value={choice}>{children}</ShortcutContext>;
};

export const useShortcutChoice = (): ShortcutChoice => useContext(ShortcutContext);

/** Chinese input methods swallow the letter but not the key's place on the board. */
const keyOf = (event: KeyboardEvent): string => {
  if (event.key === 'Process' && event.code.startsWith('Key')) return event.code.slice(3).toLowerCase();
  return event.key.length === 1 ? event.key.toLowerCase() : event.key;
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.getAttribute('role') === 'combobox');

const dialogOpen = (): boolean =>
  [...document.querySelectorAll('[role="dialog"][aria-modal="true"]')].some((dialog) => dialog.checkVisibility());

export type Shortcuts = Readonly<Record<string, ((event: KeyboardEvent) => void) | undefined>>;

/** Keys of the page in front; silent while somebody types or a dialog is open. */
export const useShortcuts = (shortcuts: Shortcuts): void => {
  const { letters } = useShortcutChoice();
  const current = useRef(shortcuts);
  useEffect(() => {
    current.current = shortcuts;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || dialogOpen()) return;
      const key = keyOf(event);
      const act = Object.hasOwn(current.current, key) ? current.current[key] : undefined;
      if (act === undefined || (key.length === 1 && !letters)) return;
      event.preventDefault();
      act(event);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [letters]);
};

export const Key = ({ children }: { readonly children: ReactNode }) => <kbd className="key">{children}</kbd>;
