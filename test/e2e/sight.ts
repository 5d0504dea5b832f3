/** What must hold for every page, whatever it shows; each check answers its faults as sentences. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { alarmActions, dismissCauses } from '../../services/contracts/alarm.ts';
import { hazardCategories, hazardOrigins } from '../../services/contracts/hazard.ts';
import * as values from '../../services/contracts/values.ts';
import { codecs } from '../../services/core/codecs/index.ts';

/** WCAG 2.2, levels A and AA, as axe names them. */
const criteria = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const barriers = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .withTags(criteria)
    .setLegacyMode()
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `axe ${id}: ${target.join(' ')}: ${failureSummary}`),
  );
};

interface Reading {
  /** Visible texts, and those that only assistive technology reads; quoted code and foreign words are left out. */
  readonly texts: readonly string[];
  readonly times: readonly { readonly iso: string; readonly text: string }[];
  readonly wider: number;
}

/** Runs in the page. */
const readPage = (): Reading => {
  const texts: string[] = [];
  const quoted = 'code, kbd, script, style, [lang="en"]:not(html)';
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (holder === null || holder.closest(quoted) !== null || !holder.checkVisibility()) continue;
    texts.push(node.textContent ?? '');
  }
  for (const name of ['aria-label', 'title', 'alt', 'placeholder']) {
    for (const element of document.querySelectorAll(`[${name}]`)) texts.push(element.getAttribute(name) ?? '');
  }
  return {
    texts: [document.title, ...texts].map((text) => text.trim()).filter((text) => text !== ''),
    times: [...document.querySelectorAll('time')].map((time) => ({ iso: time.dateTime, text: time.textContent ?? '' })),
    wider: document.documentElement.scrollWidth - innerWidth,
  };
};

const codeWords = new Set<string>([
  ...values.levels,
  ...values.severities,
  ...values.conditions,
  ...values.verifications,
  ...values.alarmAvailabilities,
  ...values.deviceAvailabilities,
  ...values.alarmKinds,
  ...values.eventTypes,
  ...values.roles,
  ...values.hazardStates,
  ...Object.keys(values.metricUnits),
  ...alarmActions,
  ...dismissCauses,
  ...hazardCategories,
  ...hazardOrigins,
  ...codecs.map(({ id }) => id),
]);
const snakeCase = /\b[a-z]+(?:_[a-z0-9]+)+\b/g;
/** A word that stands alone: not a part of an identifier such as `smoke-alarm` or `shiyan-smoke01`. */
const loneWord = /(?<![\w./:-])[a-z][a-z_-]*(?![\w./:-])/g;

/** Codes a person should never read. In English most codes are also ordinary words, so only their written form shows. */
export const rawCodes = (text: string, language: 'zh' | 'en'): string[] => [
  ...(text.match(snakeCase) ?? []),
  ...(language === 'zh' ? (text.match(loneWord) ?? []).filter((word) => codeWords.has(word)) : []),
];

const shanghaiOffsetMs = 8 * 3_600_000;
const hourMs = 3_600_000;

/** The forms a moment may be written in: whole, this year's, today's. */
const shanghaiForms = (iso: string): string[] => {
  const [day = '', clock = ''] = new Date(Date.parse(iso) + shanghaiOffsetMs).toISOString().slice(0, 19).split('T');
  const short = clock.slice(0, 5);
  return [`${day} ${clock}`, clock, `${day} ${short}`, `${day.slice(5)} ${short}`];
};

/** All that happens in these tests happened within the last hour: a moment written in another zone stands out. */
const strangeMoments = (text: string): string[] =>
  (text.match(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g) ?? []).filter(
    (moment) => Math.abs(Date.parse(`${moment.replace(' ', 'T')}+08:00`) - Date.now()) > hourMs,
  );

/** Faults of the page as it stands. */
export const faultsOf = async (page: Page, language: 'zh' | 'en'): Promise<string[]> => {
  const { texts, times, wider } = await page.evaluate(readPage);
  return [
    ...texts.flatMap((text) => rawCodes(text, language).map((code) => `raw code '${code}' in '${text}'`)),
    ...texts.flatMap((text) => strangeMoments(text).map((moment) => `not Shanghai time: ${moment}`)),
    ...times.filter(({ iso, text }) => !shanghaiForms(iso).includes(text)).map(({ iso, text }) => `not Shanghai time: ${text} for ${iso}`),
    ...(wider > 0 ? [`${wider} px wider than the screen`] : []),
    ...(await barriers(page)),
  ];
};

/** Everything asked for has come. */
export const settled = async (page: Page): Promise<void> => {
  await page.waitForFunction(
    () =>
      document.querySelector('h1') !== null &&
      document.querySelector('.state[role="status"]') === null &&
      document.querySelector('.link-sign.connecting') === null,
  );
};
