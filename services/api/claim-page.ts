/** The page behind a notice's link, as plain HTML: it works without scripts, in the browsers inside messengers. */
import type { Bilingual } from '../contracts/values.ts';
import { claimWords } from './claim-words.ts';
import type { PageLook } from './public-report-page.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const text = (raw: string): string => raw.replace(/[&<>"']/g, (sign) => escapes[sign] ?? '');

/** Colours keep a contrast of 4.5 or more on their ground; the button can be hit half asleep (WCAG 2.2: 24 px at least). */
const style = `
body{margin:0;background:#eef1f5;color:#16202e;font:18px/1.5 "PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:560px;margin:0 auto;padding:16px}
h1{font-size:26px;margin:4px 0}
a{color:#0b5cad;display:inline-block;padding:10px 0}
.box{background:#fff;border:1px solid #b9c3cf;border-radius:8px;margin:12px 0;padding:12px;font-size:20px}
.urgent{border-left:6px solid #b80d27;background:#fdecee;padding:8px 12px;margin:12px 0}
.drill{border:3px dashed #5b3fa8;background:#f3effc;padding:8px 12px;margin:12px 0;font-weight:700}
button{width:100%;min-height:96px;font:inherit;font-size:28px;font-weight:700;color:#fff;background:#b80d27;border:0;border-radius:12px}
#status{font-size:22px;font-weight:700}
`;

/** What the person is shown. `open`: it can be taken on; `changed`: it can, but has become graver. */
export type ClaimState = 'open' | 'changed' | 'yours' | 'others' | 'over' | 'role';

export interface ClaimSight {
  readonly state: ClaimState;
  readonly title: Bilingual;
  readonly text: Bilingual;
  readonly exercise: boolean;
  /** Whose link it is. */
  readonly person: string;
  readonly owner: string | null;
  readonly occurrence: number;
}

const page = ({ language, nonce }: PageLook, title: string, body: string): string => {
  const words = claimWords[language];
  return `<!doctype html>
<html lang="${words.htmlLang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><meta name="format-detection" content="telephone=no"><title>${text(title)}</title>
<style nonce="${nonce.style}">${style}</style></head>
<body><main><a lang="${words.other.lang}" hreflang="${words.other.lang}" href="${words.other.query}">${words.other.label}</a>
${body}<p class="urgent">${text(words.emergency)}</p><a href="/">${text(words.open)}</a></main></body></html>`;
};

export const claimPage = (look: PageLook, sight: ClaimSight): string => {
  const words = claimWords[look.language];
  const owner = sight.owner ?? words.nobody;
  const said: Readonly<Record<ClaimState, string>> = {
    open: words.takes(sight.person),
    changed: words.changed,
    yours: words.yours(sight.person),
    others: words.others(owner),
    over: words.over,
    role: words.notYours,
  };
  const canTake = sight.state === 'open' || sight.state === 'changed';
  const form = canTake
    ? `<form method="post" enctype="multipart/form-data" action="?lang=${look.language}&amp;seen=${sight.occurrence}"><button type="submit">${text(words.take)}</button></form>`
    : '';
  return page(
    look,
    sight.title[look.language],
    `<h1>${text(sight.title[look.language])}</h1>${sight.exercise ? `<p class="drill">${text(words.exercise)}</p>` : ''}
<div class="box">${text(sight.text[look.language])}</div><p id="status" role="status">${text(said[sight.state])}</p>${form}`,
  );
};

/** Forged, damaged or too old: nothing is said of what it may have been about. */
export const noClaimPage = (look: PageLook): string => {
  const words = claimWords[look.language];
  return page(look, words.gone, `<h1>${text(words.gone)}</h1><p>${text(words.goneHint)}</p>`);
};
