/**
 * The public's pages as plain HTML. They work without scripts, in the built-in browsers of messengers and on old
 * phones; a script, where it runs, makes the photo smaller and shows how far the sending is.
 */
import { type PublicStatus, publicCategories } from '../core/public-report/report.ts';
import { type PageLanguage, type PublicFault, publicWords } from './public-report-words.ts';

export interface PageLook {
  readonly language: PageLanguage;
  /** Of the content security policy of this very answer. */
  readonly nonce: { readonly script: string; readonly style: string };
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const text = (raw: string): string => raw.replace(/[&<>"']/g, (sign) => escapes[sign] ?? '');

/** Colours keep a contrast of 4.5 or more on their ground; nothing to be touched is smaller than 48 px (WCAG 2.2). */
const style = `
body{margin:0;background:#eef1f5;color:#16202e;font:18px/1.5 "PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:560px;margin:0 auto;padding:16px}
h1{font-size:24px;margin:4px 0}h2{font-size:20px}
a{color:#0b5cad;display:inline-block;padding:10px 0}
.note{color:#4a5768;font-size:16px;margin:4px 0}
.urgent{border-left:6px solid #b80d27;background:#fdecee;padding:8px 12px;margin:12px 0}
.box,fieldset{background:#fff;border:1px solid #b9c3cf;border-radius:8px;margin:12px 0;padding:12px;min-width:0}
legend,.name{font-weight:700;padding:0}
.kind{display:block;padding:10px 4px;border-top:1px solid #d3dae3}
.kind input{width:24px;height:24px;margin:0 10px 0 0;vertical-align:middle}
textarea,input[type=text],input[type=file]{box-sizing:border-box;width:100%;font:inherit;padding:10px;border:1px solid #6b7787;border-radius:6px;background:#fff;color:#16202e}
textarea{height:7em}
button{width:100%;min-height:56px;font:inherit;font-size:20px;font-weight:700;color:#fff;background:#0b5cad;border:0;border-radius:8px}
button[disabled]{background:#4a5768}
#fault{background:#fdecee;border:2px solid #b80d27;border-radius:8px;padding:10px 12px}
#fault:empty,#progress:empty{display:none}
.number{font-size:22px;font-weight:700;word-break:break-all}
`;

const page = ({ language, nonce }: PageLook, title: string, body: string, script = ''): string => {
  const words = publicWords[language];
  return `<!doctype html>
<html lang="${words.htmlLang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><meta name="format-detection" content="telephone=no"><title>${text(title)}</title>
<style nonce="${nonce.style}">${style}</style></head>
<body><main><a lang="${words.other.lang}" hreflang="${words.other.lang}" href="${words.other.query}">${words.other.label}</a>
${body}</main>${script === '' ? '' : `<script nonce="${nonce.script}">${script}</script>`}</body></html>`;
};

/** What a person has filled in so far; the photo must be chosen again, no page can put it back. */
export interface FormState {
  readonly key: string;
  readonly place: string;
  /** The same place for people who sign in. */
  readonly staff: string;
  readonly category: string;
  readonly description: string;
  readonly contact: string;
  readonly fault: PublicFault | null;
}

/** As old as browsers get: no feature is used that is not looked for first. */
const formScript = (sending: string, lost: string): string => `(function(){
var form=document.getElementById('report'),button=document.getElementById('send'),fault=document.getElementById('fault'),progress=document.getElementById('progress'),busy=false;
if(!form||!window.FormData||!window.XMLHttpRequest||!form.addEventListener)return;
function show(what){busy=false;button.disabled=false;progress.textContent='';fault.textContent=what;fault.scrollIntoView()}
function small(file,then){
if(!file||file.size<1500000||!window.URL||!URL.createObjectURL||!window.CSS||!CSS.supports||!CSS.supports('image-orientation','from-image'))return then(file);
var picture=new Image();
picture.onerror=function(){then(file)};
picture.onload=function(){
var scale=Math.min(1,2048/Math.max(picture.width,picture.height)),canvas=document.createElement('canvas'),pen=canvas.getContext&&canvas.getContext('2d');
if(!pen||!canvas.toBlob)return then(file);
canvas.width=Math.round(picture.width*scale);canvas.height=Math.round(picture.height*scale);
pen.drawImage(picture,0,0,canvas.width,canvas.height);
canvas.toBlob(function(made){then(made&&made.size<file.size?made:file)},'image/jpeg',0.85)};
picture.src=URL.createObjectURL(file)}
form.addEventListener('submit',function(event){
event.preventDefault();if(busy)return;
busy=true;button.disabled=true;fault.textContent='';progress.textContent=${JSON.stringify(sending)};
small(form.elements.picture.files[0],function(file){
var sent=new FormData(),fields=form.elements,i,field;
for(i=0;i<fields.length;i++){field=fields[i];if(field.name&&field.type!=='file'&&(field.type!=='radio'||field.checked))sent.append(field.name,field.value)}
if(file)sent.append('picture',file,'picture.jpg');
var line=new XMLHttpRequest();
line.open('POST',form.action);
if(line.upload)line.upload.onprogress=function(part){if(part.lengthComputable)progress.textContent=${JSON.stringify(sending)}+' '+Math.round(100*part.loaded/part.total)+'%'};
line.onerror=line.ontimeout=function(){show(${JSON.stringify(lost)})};
line.timeout=120000;
line.onload=function(){
if(line.status===200&&line.responseURL)return location.replace(line.responseURL);
var told=/<p id="fault"[^>]*>([^<]*)</.exec(line.responseText),plain=document.createElement('textarea');
plain.innerHTML=told?told[1]:'';
show(plain.value||${JSON.stringify(lost)})};
line.send(sent)})})})();`;

export const formPage = (look: PageLook, form: FormState): string => {
  const words = publicWords[look.language];
  const kinds = publicCategories
    .map(
      (kind) =>
        `<label class="kind"><input type="radio" name="category" value="${kind}" required${kind === form.category ? ' checked' : ''}>${text(words.categories[kind])}</label>`,
    )
    .join('');
  const body = `<h1>${text(words.title)}</h1>
<p class="note">${text(words.intro)}</p><p class="urgent">${text(words.emergency)}</p>
<div class="box"><span class="name">${text(words.place)}</span><br>${text(form.place)}</div>
<p id="fault" role="alert">${form.fault === null ? '' : text(words.faults[form.fault])}</p>
<form id="report" method="post" enctype="multipart/form-data" action="?lang=${look.language}">
<input type="hidden" name="key" value="${text(form.key)}">
<div class="box"><label class="name" for="picture">${text(words.photo)}</label>
<p class="note" id="picture-hint">${text(words.photoHint)}</p>
<input type="file" id="picture" name="picture" accept="image/*" capture="environment" required aria-describedby="picture-hint"></div>
<fieldset><legend>${text(words.category)}</legend>${kinds}</fieldset>
<div class="box"><label class="name" for="description">${text(words.description)}</label>
<p class="note" id="description-hint">${text(words.descriptionHint)}</p>
<textarea id="description" name="description" minlength="10" maxlength="2000" required aria-describedby="description-hint">${text(form.description)}</textarea></div>
<div class="box"><label class="name" for="contact">${text(words.contact)}</label>
<p class="note" id="contact-hint">${text(words.contactHint)}</p>
<input type="text" id="contact" name="contact" maxlength="100" autocomplete="tel" aria-describedby="contact-hint" value="${text(form.contact)}"></div>
<button id="send" type="submit">${text(words.send)}</button><p id="progress" role="status"></p></form>
<a href="${text(form.staff)}">${text(words.staff)}</a>`;
  return page(look, words.title, body, formScript(words.sending, words.lost));
};

/** The key in groups that can be read out. */
const spoken = (receipt: string): string => (receipt.toUpperCase().match(/.{1,5}/g) ?? []).join(' ');

/** Receipt and state are one page: the link kept is the link that tells later. */
export const statusPage = (
  look: PageLook,
  told: { readonly code: string; readonly receipt: string; readonly place: string; readonly status: PublicStatus },
): string => {
  const words = publicWords[look.language];
  const heading = told.status === 'received' ? words.thanks : words.status;
  const body = `<h1>${text(heading)}</h1>
<div class="box"><span class="name">${text(words.number)}</span><p class="number">${text(spoken(told.receipt))}</p>
<span class="name">${text(words.place)}</span><p>${text(told.place)}</p>
<span class="name">${text(words.status)}</span><p id="status" role="status">${text(words.statuses[told.status])}</p></div>
<p class="note">${text(words.keepLink)}</p><a href="/r/${text(told.code)}?lang=${look.language}">${text(words.again)}</a>`;
  return page(look, heading, body);
};

/** The code is wrong or the report is not there; nothing says which schools or reports there are. */
export const unknownPage = (look: PageLook, what: 'code' | 'report'): string => {
  const words = publicWords[look.language];
  const sentence = what === 'code' ? words.unknown : words.unknownReport;
  return page(
    look,
    words.unknownTitle,
    `<h1>${text(what === 'code' ? words.unknownTitle : words.unknownReport)}</h1><p>${text(sentence)}</p><p class="urgent">${text(words.emergency)}</p>`,
  );
};
