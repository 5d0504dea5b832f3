/** Readings with their names and units. Pure. */
import type { DeviceView } from '../../services/contracts/place.ts';
import { type Words, wordFor } from '../i18n/words.ts';
import { number } from './format.ts';

/** A metric nobody has named yet is shown by its own name: it is the device maker's word, not a code of ours. */
export const metricName = (metric: string, words: Words): string => wordFor(words.codes.metric, metric, metric);

export const readingText = (metric: string, value: number, words: Words): string => {
  const unit = wordFor(words.codes.unit, metric, '');
  return unit === '' ? number(value) : `${number(value)} ${unit}`;
};

export const latestText = (device: DeviceView, words: Words): string =>
  Object.entries(device.latest)
    .map(([metric, { value }]) => `${metricName(metric, words)} ${readingText(metric, value, words)}`)
    .join(' · ');
