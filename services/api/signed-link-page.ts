/** The responder's page: what, where, how long; two big buttons. Plain HTML that works without scripts on any phone. */
import type { Incident } from '../contracts/incident.ts';
import type { AssistanceRequest, RequestAction, RequestState } from '../contracts/responder.ts';
import type { Bilingual } from '../contracts/values.ts';
import type { Told } from '../core/linkage/words.ts';

export interface LinkPage {
  readonly told: Told;
  readonly request: AssistanceRequest;
  readonly incident: Pick<Incident, 'state'>;
  /** Each with the key that opens this step once. */
  readonly steps: readonly { readonly action: RequestAction; readonly key: string }[];
  readonly now: number;
  readonly fault: 'used' | 'not_possible' | null;
  /** Of the content security policy of this very answer. */
  readonly styleNonce: string;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const text = (raw: string): string => raw.replace(/[&<>"']/g, (sign) => escapes[sign] ?? '');
const both = ({ zh, en }: Bilingual): string => `${text(zh)}<br><small lang="en">${text(en)}</small>`;

const actionWords: Readonly<Record<RequestAction, Bilingual>> = {
  accept: { zh: '我们前往', en: 'We are coming' },
  reject: { zh: '不能前往', en: 'We cannot come' },
  en_route: { zh: '已出发', en: 'On our way' },
  on_scene: { zh: '已到达现场', en: 'On the scene' },
  clear: { zh: '处置完毕，撤离', en: 'Done, leaving' },
  cancel: { zh: '撤销', en: 'Call off' },
};

const stateWords: Readonly<Record<RequestState, Bilingual>> = {
  draft: { zh: '等待答复', en: 'Waiting for your answer' },
  sent: { zh: '等待答复', en: 'Waiting for your answer' },
  delivered: { zh: '等待答复', en: 'Waiting for your answer' },
  no_answer: { zh: '等待答复（已超时，仍可答复）', en: 'Waiting for your answer (late, but still welcome)' },
  accepted: { zh: '已答应前往', en: 'You are coming' },
  rejected: { zh: '已答复不能前往', en: 'You cannot come' },
  en_route: { zh: '正在途中', en: 'On your way' },
  on_scene: { zh: '已在现场', en: 'On the scene' },
  cleared: { zh: '已处置完毕', en: 'Done' },
  cancelled: { zh: '已撤销，无需前往', en: 'Called off, no need to come' },
};

const faultWords: Readonly<Record<'used' | 'not_possible', Bilingual>> = {
  used: {
    zh: '这一步已经记录过，或页面已过期；请看下面的最新状态。',
    en: 'This step is recorded already, or the page was old; the state below is current.',
  },
  not_possible: { zh: '现在不能这样答复；请看下面的最新状态。', en: 'This answer is not possible now; the state below is current.' },
};

/** Colours keep a contrast of 4.5 or more; nothing to be touched is smaller than 48 px (WCAG 2.2). */
const style = `
body{margin:0;background:#eef1f5;color:#16202e;font:18px/1.5 "PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:560px;margin:0 auto;padding:16px}
h1{font-size:24px;margin:4px 0}small{color:#3d4858}
.drill{background:#5b2a86;color:#fff;padding:10px 12px;border-radius:8px;font-weight:700}
.box{background:#fff;border:1px solid #b9c3cf;border-radius:8px;margin:12px 0;padding:12px}
.fault{background:#fdecee;border:2px solid #b80d27;border-radius:8px;padding:10px 12px}
.name{font-weight:700}
a{color:#0b5cad;display:inline-block;padding:10px 0}
form{margin:12px 0}label{display:block;font-weight:700}
input[type=text]{box-sizing:border-box;width:100%;min-height:48px;font:inherit;padding:8px;border:1px solid #6b7787;border-radius:6px}
button{width:100%;min-height:64px;font:inherit;font-size:22px;font-weight:700;color:#fff;background:#0b5cad;border:0;border-radius:8px}
button small{color:#fff}
button.no{background:#4a5768}
`;

const shell = (nonce: string, title: string, body: string): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><meta name="format-detection" content="telephone=no"><title>${text(title)}</title>
<style nonce="${nonce}">${style}</style></head><body><main>${body}</main></body></html>`;

const clock = (at: number): string => new Date(at + 8 * 3600_000).toISOString().slice(11, 19);

/** Minutes and seconds left, or how long it is over. */
const left = (due: number, now: number): Bilingual => {
  const seconds = Math.round(Math.abs(due - now) / 1000);
  const span = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return due >= now ? { zh: `剩余 ${span}`, en: `${span} left` } : { zh: `已超时 ${span}`, en: `${span} over` };
};

const clocks = ({ request, now }: LinkPage): string => {
  const due = request.arrivalDueAt ?? request.answerDueAt;
  if (due === null || ['on_scene', 'rejected', 'cleared', 'cancelled'].includes(request.state)) return '';
  const name: Bilingual =
    request.arrivalDueAt === null ? { zh: '请在此前答复', en: 'Please answer by' } : { zh: '应到达时间', en: 'To be there by' };
  const rest = left(due, now);
  return `<div class="box"><span class="name">${both(name)}</span><br>${clock(due)}（${text(rest.zh)}）<br><small lang="en">${text(rest.en)}</small></div>`;
};

const where = ({ told: { place, at }, request }: LinkPage): string => {
  const distance = request.distanceMetres === null ? '' : `<br>${(request.distanceMetres / 1000).toFixed(1)} km`;
  const map = at
    ? `<br><a rel="noreferrer" href="https://uri.amap.com/marker?position=${at.longitude.toFixed(6)},${at.latitude.toFixed(6)}&amp;coordinate=wgs84">地图 <small lang="en">Map</small></a> <a href="geo:${at.latitude.toFixed(6)},${at.longitude.toFixed(6)}">${at.latitude.toFixed(5)}, ${at.longitude.toFixed(5)}</a>`
    : '';
  return `<div class="box"><span class="name">${both({ zh: '地点', en: 'Where' })}</span><br>${text(place)}${distance}${map}</div>`;
};

const stepForm = ({ action, key }: LinkPage['steps'][number]): string => `<form method="post" enctype="multipart/form-data">
<input type="hidden" name="action" value="${action}"><input type="hidden" name="key" value="${text(key)}">
${action === 'reject' ? `<label for="reason">${both({ zh: '原因（可不填）', en: 'Reason (may be left out)' })}</label><input type="text" id="reason" name="reason" maxlength="200">` : ''}
<button type="submit"${action === 'reject' ? ' class="no"' : ''}>${both(actionWords[action])}</button></form>`;

export const linkPage = (page: LinkPage): string => {
  const { told, request, steps, fault } = page;
  const body = `${request.exercise === null ? '' : `<p class="drill">${both({ zh: '【演练】这是演练，请勿真实出动', en: '[DRILL] This is a drill, do not dispatch' })}</p>`}
<h1>${both(told.title)}</h1>
${fault === null ? '' : `<p class="fault" role="alert">${both(faultWords[fault])}</p>`}
<div class="box"><span class="name">${both({ zh: '情况', en: 'What' })}</span><br>${both(told.text)}</div>
${where(page)}
<div class="box" role="status"><span class="name">${both({ zh: '状态', en: 'State' })}</span><br><span id="state">${both(stateWords[request.state])}</span></div>
${clocks(page)}
${page.incident.state === 'open' ? steps.map(stepForm).join('\n') : ''}`;
  return shell(page.styleNonce, told.title.zh, body);
};

/** Says nothing of what there is. */
export const noLinkPage = (styleNonce: string): string =>
  shell(
    styleNonce,
    '链接无效',
    `<h1>${both({ zh: '链接无效或已过期', en: 'This link is not valid, or too old' })}</h1>
<p>${both({ zh: '请联系发出求助的学校值班室。', en: 'Please call the duty room of the school that asked you.' })}</p>`,
  );
