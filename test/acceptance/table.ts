/** The rows as a table in markdown, in both languages. */
import type { Item, Shown } from './item.ts';

const stateWords: Readonly<Record<Item['state'], string>> = { works: '✔ 已实现 works', open: '○ 未完成 open', not_done: '✘ 不做 not done' };

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const fileLink = (file: string): string => `[${file.split('/').at(-1)}](../../${file})`;

const testLine = ({ file, name }: Shown): string => `${fileLink(file)}: ${name}`;

const row = ({ item, phrase, english, state, where, tests, because }: Item): string =>
  `| ${[
    String(item),
    `${phrase}<br>${english}`,
    stateWords[state],
    where.map(fileLink).join('<br>'),
    tests.map(testLine).join('<br>'),
    because ? `${because.zh}<br>${because.en}` : '',
  ]
    .map(cell)
    .join(' | ')} |`;

const head = ['| # | 要求 Demand | 状态 State | 在哪里 Where | 测试 Shown by | 说明 Note |', '| --: | --- | --- | --- | --- | --- |'];

const count = (items: readonly Item[]): string => `${items.filter(({ state }) => state === 'works').length} / ${items.length}`;

export const tableOf = (items: readonly Item[], required: ReadonlySet<number>): string => {
  const [loop, rest] = [items.filter(({ item }) => required.has(item)), items.filter(({ item }) => !required.has(item))];
  return [
    '# 验收对照表 · What is demanded, and what shows it',
    '',
    '两份文件（市级三年行动方案、县级隐患排查整治活动月方案）中软件能够落实的112项要求。表由 `items.ts` 生成，测试核对文件和测试名称确实存在。',
    '',
    'The 112 demands of two source documents (a city’s three-year action plan, a county’s month of hazard inspection) that software can meet. The table is drawn from `items.ts`; a test checks that files and tests are there.',
    '',
    `## 隐患整改闭环 · The closed loop (${count(loop)})`,
    '',
    ...head,
    ...loop.map(row),
    '',
    `## 其他 · The others (${count(rest)})`,
    '',
    ...head,
    ...rest.map(row),
    '',
  ].join('\n');
};
