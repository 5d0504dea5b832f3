/** The diagrams of both READMEs are drawn from the table of steps; with `-u` they are drawn anew. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../../dashboard/i18n/en.ts';
import { zh } from '../../dashboard/i18n/zh.ts';
import { hazardDiagram } from '../../services/core/hazards/diagram.ts';

const block = /(<!-- hazard life: drawn from the table -->\n```mermaid\n)[\s\S]*?(\n```)/;

describe('the diagram of a hazard’s life', () => {
  it.each([
    ['README.md', en],
    ['README.zh-CN.md', zh],
  ])('in %s is the table’s', async (file, words) => {
    const steps: Readonly<Record<string, string>> = words.open.hazardAction;
    const drawn = hazardDiagram({ state: (name) => words.codes.hazardState[name], action: (name) => steps[name] ?? `?${name}` });
    const text = fs.readFileSync(file, 'utf8');
    expect(text).toMatch(block);
    expect(drawn).not.toContain('?');
    const wanted = text.replace(block, (_all, head: string, foot: string) => `${head}${drawn}${foot}`);
    await expect(wanted).toMatchFileSnapshot(path.resolve(file));
  });
});
