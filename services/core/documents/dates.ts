/** Dates as Chinese documents write them, in Shanghai's time. */

/** Shanghai keeps UTC+8 all year since 1992. */
const shanghaiMs = 8 * 3600_000;

const local = (at: number): Date => new Date(at + shanghaiMs);

/** The year a document of this moment is numbered in. */
export const yearOf = (at: number): number => local(at).getUTCFullYear();

/** 2026年3月1日 (GB/T 9704-2012, 7.3.5.4: Arabic numerals, no leading zeros). */
export const chineseDate = (at: number): string => {
  const day = local(at);
  return `${day.getUTCFullYear()}年${day.getUTCMonth() + 1}月${day.getUTCDate()}日`;
};

/** 2026年3月1日16时05分. */
export const chineseTime = (at: number): string => {
  const time = local(at);
  return `${chineseDate(at)}${time.getUTCHours()}时${String(time.getUTCMinutes()).padStart(2, '0')}分`;
};
