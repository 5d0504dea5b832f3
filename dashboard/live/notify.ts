/** Notifications of the browser, for alarms that arrive while nobody can see the page. */
import type { AlarmView } from '../../services/contracts/alarm.ts';
import type { Words } from '../i18n/words.ts';
import type { Live } from './link.ts';
import { soundFor } from './order.ts';

/** Asks for no permission itself; 开始值班 does. Returns how to stop. */
export const notifyWhenHidden = (live: Live, words: Words): (() => void) => {
  const told = new Set<string>();
  return live.onChanges((changes) => {
    const hidden = document.hidden;
    const permitted = 'Notification' in window && Notification.permission === 'granted';
    for (const { type, value } of changes) {
      if (type !== 'alarm') continue;
      const alarm = value as AlarmView;
      if (told.has(alarm.id) || soundFor([alarm]) === null) continue;
      told.add(alarm.id);
      // One that was on the screen when it came is not told again because its calls go on.
      if (!hidden || !permitted) continue;
      const mark = alarm.exercise === null ? '' : words.exercise.mark;
      const school = live.board()?.schools.get(alarm.school)?.name ?? '';
      // The same alarm replaces its own notification; it stays until somebody looks.
      const shown = new Notification(`${mark}${words.codes.kind[alarm.kind]} · ${words.codes.level[alarm.level]}`, {
        body: school,
        tag: alarm.id,
        requireInteraction: true,
      });
      shown.onclick = () => {
        window.focus();
        shown.close();
      };
    }
  });
};
