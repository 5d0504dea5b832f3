/** The words of the page behind a notice's link, for somebody woken at three in the morning: short, and one thing to do. */
import type { PageLanguage } from './public-report-words.ts';

interface ClaimWords {
  readonly htmlLang: string;
  readonly other: { readonly label: string; readonly lang: string; readonly query: string };
  readonly title: string;
  readonly exercise: string;
  readonly take: string;
  readonly takes: (name: string) => string;
  readonly yours: (name: string) => string;
  readonly others: (name: string) => string;
  readonly nobody: string;
  readonly over: string;
  readonly changed: string;
  readonly notYours: string;
  readonly gone: string;
  readonly goneHint: string;
  readonly emergency: string;
  readonly open: string;
}

const zh: ClaimWords = {
  htmlLang: 'zh-CN',
  other: { label: 'English', lang: 'en', query: '?lang=en' },
  title: '报警处置',
  exercise: '这是演练，不是真实报警。',
  take: '我来处置',
  takes: (name) => `点一下即由 ${name} 接警，其他人不再被呼叫。`,
  yours: (name) => `已由您（${name}）接警，请立即处置。`,
  others: (name) => `已由 ${name} 接警，您不用再处理。`,
  nobody: '其他人',
  over: '这条报警已经结束。',
  changed: '报警在您打开页面后升级了，请看清楚再接警。',
  notYours: '您的岗位不能接这条报警，请联系学校值班人员。',
  gone: '链接无效或已过期',
  goneHint: '请登录平台查看报警，或联系值班室。',
  emergency: '确认起火、有人受伤或正在发生危险时，立即拨打 119、120 或 110。',
  open: '打开平台',
};

const en: ClaimWords = {
  htmlLang: 'en',
  other: { label: '中文', lang: 'zh-CN', query: '?lang=zh' },
  title: 'Take an alarm on',
  exercise: 'This is a drill, not a real alarm.',
  take: 'I take it on',
  takes: (name) => `One tap: ${name} takes the alarm on, and nobody else is called any more.`,
  yours: (name) => `You (${name}) have taken it on. Act now.`,
  others: (name) => `${name} has taken it on. You need not do anything more.`,
  nobody: 'Somebody else',
  over: 'This alarm is over.',
  changed: 'The alarm became graver after you opened this page. Look again before you take it on.',
  notYours: 'Your post cannot take this alarm on. Reach the people on duty at the school.',
  gone: 'The link is not valid or has expired',
  goneHint: 'Sign in to see the alarm, or call the duty room.',
  emergency: 'When something burns, somebody is hurt or danger is under way, call 119, 120 or 110 at once.',
  open: 'Open the platform',
};

export const claimWords: Readonly<Record<PageLanguage, ClaimWords>> = { zh, en };
