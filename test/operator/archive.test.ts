import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Evidence } from '../../services/contracts/evidence.ts';
import { newTurn } from '../../services/core/turn.ts';
import { evidenceActs } from '../../services/flows/evidence-acts.ts';
import { archiveTo, isArchive, verifyArchive } from '../../services/operator/archive.ts';
import { openView } from '../../services/store/view.ts';
import { hazardOf } from '../api/documents.ts';
import { type House, openHouse } from '../flows/harness.ts';
import { settle } from '../flows/people.ts';
import { photo } from '../media/photos.ts';

describe('a school’s archive', { timeout: 60_000 }, () => {
  let house: House;
  let folder: string;
  let picture: Evidence;
  beforeEach(async () => {
    house = openHouse();
    settle(house);
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'archive-'));
    for (const [id, reportedAt] of [
      ['haz-in', house.now],
      ['haz-before', house.now - 1000],
    ] as const) {
      const turn = newTurn(house.now);
      turn.put.hazard.set(id, { ...hazardOf('s1', id), id, school: 's1', reportedAt });
      house.store.commit(turn);
    }
    const sent = await evidenceActs(house.service).addEvidence(
      'teacher',
      { key: 'archive-picture-1', school: 's1', stage: 'found', hazard: 'haz-in' },
      await photo('archive'),
    );
    if (!sent.ok) throw new Error(sent.code);
    picture = sent.value;
  });
  afterEach(() => {
    house.close();
    fs.rmSync(folder, { recursive: true });
  });

  const make = async (name: string): Promise<string> => {
    const view = openView(house.folder);
    const file = path.join(folder, name);
    await archiveTo(view, file, {
      school: 's1',
      from: house.now,
      to: house.now + 1,
      now: house.now,
      evidenceFolder: path.join(house.folder, 'evidence'),
    });
    view.close();
    return file;
  };

  it('holds the hazards of its time, their histories and pictures, and checks by itself', async () => {
    const file = await make('whole.tar');
    expect(isArchive(file)).toBe(true);
    const names = execFileSync('tar', ['-tf', file], { encoding: 'utf8' }).trim().split('\n').sort();
    expect(names).toEqual([
      `evidence/${picture.id}.jpg`,
      `evidence/${picture.id}.json`,
      'hazards/haz-in.json',
      'manifest.json',
      'manifest.json.sha256',
    ]);
    expect(await verifyArchive(file)).toEqual({ ok: true, files: 3 });
    execFileSync('tar', ['-xf', file], { cwd: folder });
    expect(execFileSync('sha256sum', ['-c', 'manifest.json.sha256'], { cwd: folder, encoding: 'utf8' })).toContain('OK');
    const { history } = JSON.parse(fs.readFileSync(path.join(folder, 'hazards/haz-in.json'), 'utf8')) as { history: { act: string }[] };
    expect(history.map(({ act }) => act)).toEqual(['evidence.added']);
  });

  it('says which file was changed by one byte, cut off or put in', async () => {
    const file = await make('changed.tar');
    const whole = fs.readFileSync(file);
    const offsets = new Map<string, number>();
    for (let at = 0; whole[at] !== 0; ) {
      const name = whole.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
      offsets.set(name, at + 512);
      at += 512 + Math.ceil(Number.parseInt(whole.toString('latin1', at + 124, at + 135), 8) / 512) * 512;
    }
    expect(offsets.size).toBe(5);
    for (const [name, at] of offsets) {
      const bytes = Buffer.from(whole);
      bytes[at + 5] = (bytes[at + 5] ?? 0) ^ 1;
      fs.writeFileSync(file, bytes);
      expect(await verifyArchive(file)).toMatchObject({ ok: false, file: name.replace('.json.sha256', '.json') });
    }
    fs.writeFileSync(file, whole.subarray(0, 1500));
    expect(await verifyArchive(file)).toMatchObject({ ok: false });
    fs.appendFileSync(path.join(folder, 'stranger.txt'), 'x');
    fs.writeFileSync(file, whole);
    execFileSync('tar', ['-rf', file, '-C', folder, 'stranger.txt']);
    expect(await verifyArchive(file)).toMatchObject({ ok: false, file: 'stranger.txt' });
  });

  it('says which pictures are no longer there', async () => {
    fs.writeFileSync(path.join(house.folder, 'evidence', picture.file ?? ''), 'damaged');
    const file = await make('damaged.tar');
    execFileSync('tar', ['-xf', file], { cwd: folder });
    const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as { missing: unknown };
    expect(manifest.missing).toEqual([{ evidence: picture.id, why: 'damaged' }]);
    expect(await verifyArchive(file)).toMatchObject({ ok: true });
  });
});
