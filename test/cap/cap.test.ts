/** CAP 1.2: what goes out is valid, signed and never `Actual` in a drill; what comes in harms nobody. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CapOffice } from '../../services/cap/office.ts';
import { createCapOffice } from '../../services/cap/office.ts';
import { responseLevels } from '../../services/contracts/incident.ts';
import { alarmKinds } from '../../services/contracts/values.ts';
import type { CapDraft } from '../../services/core/cap/build.ts';
import { buildCap, capReferences } from '../../services/core/cap/build.ts';
import { began, campus, fireAt } from '../core/linkage/incidents.ts';
import { linkageRulesOf } from '../flows/harness.ts';

let folder: string;
let office: CapOffice;
const hits: string[] = [];
const server = createServer((request, response) => {
  hits.push(request.url ?? '');
  response.end('<!ENTITY stolen "hit">');
});
let port = 0;
const canary = 'CANARY-4711';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'campus-cap-'));
  office = createCapOffice(folder, linkageRulesOf().cap);
  writeFileSync(join(folder, 'secret.txt'), canary);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const draftOf = (fields: Partial<CapDraft> = {}): CapDraft => ({
  incident: fireAt('s1'),
  org: { name: '第一小学', location: campus },
  place: '第一小学 / 教学楼',
  identifier: 'inc-1-1',
  sender: 'campus-watch.invalid',
  sent: began,
  expiresAt: began + 7_200_000,
  msgType: 'Alert',
  references: '',
  gbIdentifier: null,
  ...fields,
});

const issued = async (draft: CapDraft): Promise<string> => {
  const made = await office.issueCap(buildCap(draft));
  if (!made.ok) throw new Error(made.fault);
  return made.xml;
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('an alert of ours', () => {
  it('is valid, in both languages, with polygon, circle and Beijing time, and signed so that we know it again', async () => {
    const xml = await issued(draftOf());
    expect(xml).toContain('<sent>2026-11-21T11:00:00+08:00</sent>');
    expect(xml).toContain('<language>zh-CN</language>');
    expect(xml).toContain('<language>en</language>');
    expect(xml).toContain('<status>Actual</status>');
    const polygon = /<polygon>([^<]+)</.exec(xml)?.[1]?.split(' ') ?? [];
    expect(polygon.length).toBe(9);
    expect(polygon.at(-1)).toBe(polygon[0]);
    expect(/<circle>30\.250000,120\.170000 0\.150</.test(xml)).toBe(true);
    expect(await office.read(bytes(xml))).toMatchObject({
      ok: true,
      value: { signature: 'holds', status: 'Actual', identifier: 'inc-1-1' },
    });
    expect(statSync(join(folder, 'cap', 'signing-key.pem')).mode & 0o777).toBe(0o600);
  });

  it('is valid whatever the incident and the names', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          level: fc.constantFrom(...responseLevels),
          kind: fc.constantFrom(...alarmKinds),
          exercise: fc.option(fc.constant('drl-1'), { nil: null }),
          name: fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }),
          msgType: fc.constantFrom('Alert', 'Update', 'Cancel'),
          located: fc.boolean(),
        }),
        async ({ level, kind, exercise, name, msgType, located }) => {
          const incident = fireAt('s1', { level, kind, exercise });
          const references = msgType === 'Alert' ? '' : capReferences([{ sender: 'a@b.c', identifier: 'x-1', sent: began }]);
          const xml = await issued(
            draftOf({ incident, msgType, references, place: name, org: { name, location: located ? campus : null } }),
          );
          expect(xml.includes('<status>Actual</status>')).toBe(exercise === null);
          expect(xml.includes('<status>Exercise</status>')).toBe(exercise !== null);
          expect(xml.includes('【演练】')).toBe(exercise !== null || name.includes('【演练】'));
          expect(/\d{2}Z</.test(xml)).toBe(false);
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  it('is refused when it is not valid', async () => {
    const tree = buildCap(draftOf()).filter(([name]) => name !== 'scope');
    expect(await office.issueCap(tree)).toMatchObject({ ok: false });
  });

  it('is refused when somebody has touched it', async () => {
    const xml = await issued(draftOf());
    for (const forged of [
      xml.replace('<msgType>Alert', '<msgType>Cancel'),
      xml.replace('Minor', 'Extreme'),
      // A second signature, and a signed part within a forged whole.
      xml.replace('</alert>', `${/<Signature[\s\S]*<\/Signature>/.exec(xml)?.[0] ?? ''}</alert>`),
    ])
      expect(await office.read(bytes(forged))).toEqual({ ok: false, code: 'signature_broken' });
    const bare = xml.replace(/<Signature[\s\S]*<\/Signature>/, '');
    expect(await office.read(bytes(bare))).toMatchObject({ ok: true, value: { signature: 'none' } });
  });

  it('is whole but of an unknown key when another installation signed it', async () => {
    const stranger = createCapOffice(join(folder, 'stranger'), { ...linkageRulesOf().cap, sender: 'elsewhere.example' });
    const made = await stranger.issueCap(buildCap(draftOf({ sender: 'elsewhere.example' })));
    const xml = made.ok ? made.xml : '';
    expect(await office.read(bytes(xml))).toMatchObject({ ok: true, value: { signature: 'unknown_key' } });
    // In our name with their key: no.
    const posing = await stranger.issueCap(buildCap(draftOf()));
    expect(await office.read(bytes(posing.ok ? posing.xml : ''))).toEqual({ ok: false, code: 'signature_broken' });
    const told = createCapOffice(folder, {
      ...linkageRulesOf().cap,
      trusted: [{ sender: 'elsewhere.example', publicKey: await stranger.publicKey() }],
    });
    expect(await told.read(bytes(xml))).toMatchObject({ ok: true, value: { signature: 'holds' } });
  });
});

const plainAlert = (inside = '', head = '<?xml version="1.0" encoding="UTF-8"?>'): string =>
  `${head}<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>w-1</identifier><sender>weather.example</sender><sent>2026-11-21T11:00:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info><category>Met</category><event>Rain &amp; storm</event><urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty><expires>2026-11-21T15:00:00+08:00</expires><headline>H${inside}</headline><area><areaDesc>a</areaDesc><circle>30.2,120.1 20</circle></area></info></alert>`;

describe('an alert of others', () => {
  it('is read with its area and its words', async () => {
    expect(await office.read(bytes(plainAlert()))).toMatchObject({
      ok: true,
      value: {
        sender: 'weather.example',
        signature: 'none',
        expiresAt: Date.UTC(2026, 10, 21, 7),
        headline: { zh: 'H', en: 'H' },
        areas: [{ polygons: [], circles: [{ at: [30.2, 120.1], kilometres: 20 }] }],
      },
    });
  });

  it('with a prefix, or of a service that has no areas, is read all the same', async () => {
    const prefixed = plainAlert()
      .replace(/<(\/?)(?=[a-z])/g, '<$1cap:')
      .replace('xmlns=', 'xmlns:cap=');
    expect(await office.read(bytes(prefixed))).toMatchObject({ ok: true, value: { identifier: 'w-1', headline: { en: 'H' } } });
    const test = plainAlert()
      .replace('Actual', 'Test')
      .replace(/<area>.*<\/area>/, '');
    expect(await office.read(bytes(test))).toMatchObject({ ok: true, value: { status: 'Test', areas: [] } });
  });

  const hostile = (): Record<string, string | Uint8Array> => {
    const file = `file://${join(folder, 'secret.txt')}`;
    const web = `http://127.0.0.1:${port}`;
    const utf16 = (text: string): Uint8Array => Buffer.from(`\ufeff${text}`, 'utf16le');
    const lol = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
    return {
      xxe_file: plainAlert('&x;', `<?xml version="1.0"?><!DOCTYPE alert [<!ENTITY x SYSTEM "${file}">]>`),
      xxe_web: plainAlert('&x;', `<?xml version="1.0"?><!DOCTYPE alert [<!ENTITY x SYSTEM "${web}/xxe">]>`),
      parameter: plainAlert('', `<?xml version="1.0"?><!DOCTYPE alert [<!ENTITY % p SYSTEM "${web}/p.dtd"> %p;]>`),
      external_dtd: plainAlert('', `<?xml version="1.0"?><!DOCTYPE alert SYSTEM "${web}/alert.dtd">`),
      lower_case: plainAlert('', `<?xml version="1.0"?><!doctype alert SYSTEM "${web}/alert.dtd">`),
      laughs: plainAlert('&l9;', `<?xml version="1.0"?><!DOCTYPE alert [<!ENTITY l0 "lol">${lol}]>`),
      quadratic: plainAlert('&a;'.repeat(20_000), `<?xml version="1.0"?><!DOCTYPE alert [<!ENTITY a "${'a'.repeat(50_000)}">]>`),
      include: plainAlert(`<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${file}" parse="text"/>`),
      include_web: plainAlert(`<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${web}/include"/>`),
      stylesheet: plainAlert('', `<?xml version="1.0"?><?xml-stylesheet href="${web}/s.xsl" type="text/xsl"?>`),
      utf16: utf16(plainAlert('&x;', `<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE alert [<!ENTITY x SYSTEM "${file}">]>`)),
      utf16_bare: Buffer.from(plainAlert('&x;', `<!DOCTYPE alert [<!ENTITY x SYSTEM "${web}/u16">]>`), 'utf16le'),
      utf7: plainAlert('', '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE alert SYSTEM "x"+AD4-'),
      latin: plainAlert('', '<?xml version="1.0" encoding="ISO-8859-1"?>'),
      nul: plainAlert('\0'),
      deep: plainAlert(`${'<a>'.repeat(3000)}${'</a>'.repeat(3000)}`),
      wide: plainAlert('<a/>'.repeat(40_000)),
      huge: plainAlert('x'.repeat(300_000)),
      comments: plainAlert('<!--'.repeat(60_000)),
      sections: plainAlert('<![CDATA['.repeat(25_000)),
      signatures: plainAlert().replace(
        '</alert>',
        `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><!--${'<Modulus'.repeat(20_000)}--></Signature></alert>`,
      ),
      cut: plainAlert().slice(0, 300),
      no_xml: 'hello',
      empty: '',
    };
  };

  it('reads no file, opens no socket, and is refused soon', async () => {
    const began_ = Date.now();
    for (const [name, document] of Object.entries(hostile())) {
      const at = Date.now();
      const read = await office.read(typeof document === 'string' ? bytes(document) : document);
      expect(`${name} ${read.ok ? 'taken' : read.code}`).not.toContain('taken');
      expect(JSON.stringify(read)).not.toContain(canary);
      expect(`${name} ${Date.now() - at < 3000}`).toBe(`${name} true`);
    }
    // A hint where a schema lies is only a hint: valid, and nobody went to look.
    const hinted = plainAlert().replace(
      '<alert ',
      `<alert xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:oasis:names:tc:emergency:cap:1.2 http://127.0.0.1:${port}/x.xsd" `,
    );
    await office.read(bytes(hinted));
    expect(hits).toEqual([]);
    process.stdout.write(`cap: ${Object.keys(hostile()).length} hostile documents, 0 sockets, 0 files, ${Date.now() - began_} ms\n`);
  }, 60_000);

  it('of any bytes never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (given) => {
        expect((await office.read(given)).ok).toBe(false);
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});
