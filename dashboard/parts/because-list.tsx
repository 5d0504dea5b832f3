import type { Alarm } from '../../services/contracts/alarm.ts';
import { useSchoolDevices } from '../api/places.ts';
import { useLanguage } from '../i18n/language.tsx';
import { conditionText, valueName, valueText } from './because.ts';
import { fullTime } from './format.ts';

const shownShort = 3;

/** Why an alarm stands, in sentences: what was measured, which condition it met, whose limit that is. */
export const BecauseList = ({ alarm, short = false }: { readonly alarm: Alarm; readonly short?: boolean }) => {
  const { language, words } = useLanguage();
  const devices = useSchoolDevices(alarm.school);
  const because = short ? alarm.because.slice(0, shownShort) : alarm.because;
  return (
    <ul className="because">
      {because.map((reason) => (
        <li key={`${reason.rule} ${reason.at} ${reason.condition}`}>
          <p>
            {Object.entries(reason.values).map(([name, value]) => (
              <b key={name}>
                {valueName(name, value, devices.get(name)?.name, words)} {valueText(name, value, words)}
              </b>
            ))}
            <span>{conditionText(reason.condition, words)}</span>
          </p>
          {short ? null : (
            <small>
              {fullTime(reason.at)} · {words.alarm.rule(reason.rule, reason.ruleVersion)} · {words.alarm.cites}
              {words.common.colon}
              {reason.cites[language]}
            </small>
          )}
        </li>
      ))}
    </ul>
  );
};
