/** A storm's balance sheet as a file that Excel opens: byte-order mark, CRLF, Chinese heads. */
import type { Balance } from '../../contracts/storm.ts';
import type { Sheet, SuppressionReason } from './balance.ts';
import { emptyBalance, suppressionReasons } from './balance.ts';

const reasonHeads: Readonly<Record<SuppressionReason, string>> = {
  same_message: '报文重复',
  same_state: '状态未变',
  no_rule: '不构成告警',
  already_over: '补传且已恢复',
  maintenance: '维护期间',
  shelved: '已搁置',
  explained: '由其他告警解释',
};

/** A text that a spreadsheet would take for a formula is led by an apostrophe (OWASP, CSV injection). */
const cell = (value: string | number): string => {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const figures = (balance: Balance): number[] => [
  balance.raw,
  balance.members,
  balance.singles,
  ...suppressionReasons.map((reason) => balance.suppressed[reason] ?? 0),
  balance.difference,
];

/** @param nameOf a device's name */
export const sheetCsv = (sheet: readonly Sheet[], nameOf: (device: string) => string): string => {
  const head = [
    '设备编号',
    '设备名称',
    '类别',
    '原始触发',
    '并入风暴',
    '单独显示',
    ...suppressionReasons.map((reason) => reasonHeads[reason]),
    '差额',
  ];
  const lines = sheet.map(({ device, kind, balance }) => [device, nameOf(device), kind, ...figures(balance)]);
  const sums = sheet
    .map(({ balance }) => figures(balance))
    .reduce((sum, line) => sum.map((count, i) => count + (line[i] ?? 0)), figures(emptyBalance()));
  return `\uFEFF${[head, ...lines, ['合计', '', '', ...sums]].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
};
