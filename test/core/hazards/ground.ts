/** A hazard, people and a context to try the table's steps with. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Evidence, EvidenceStage } from '../../../services/contracts/evidence.ts';
import { evidenceStages } from '../../../services/contracts/evidence.ts';
import type { Hazard } from '../../../services/contracts/hazard.ts';
import type { HazardActor, HazardContext } from '../../../services/core/hazards/guards.ts';
import { openHazard } from '../../../services/core/hazards/open.ts';
import type { HazardTerms } from '../../../services/core/hazards/policy.ts';
import { hazardRulesSchema } from '../../../services/core/hazards/policy.ts';

export const start = Date.UTC(2026, 10, 23, 1);
export const day = 24 * 3600_000;
export const fence = { latitude: 36.6, longitude: 118.5, radiusMetres: 200 };

export const rules = hazardRulesSchema.parse(parse(readFileSync('config/hazards.yaml', 'utf8')));
export const terms: HazardTerms = rules.jurisdictions[0]?.terms as HazardTerms;

export const born = (fields: Partial<Hazard> = {}): Hazard => ({
  ...openHazard({
    id: 'h1',
    school: 's1',
    space: null,
    device: null,
    category: 'fire_safety',
    origin: 'patrol',
    alarm: null,
    incident: null,
    suggestedGrade: null,
    description: '疏散通道被课桌堵塞',
    facts: {},
    at: start,
  }),
  ...fields,
});

export const person = (id: string, role: HazardActor['role']): HazardActor => ({
  id,
  name: `名${id}`,
  role,
  fromOutside: role.startsWith('bureau'),
});

const picture = (stage: EvidenceStage, latitude: number): Evidence => ({
  id: `photo-${stage}`,
  school: 's1',
  alarm: null,
  hazard: 'h1',
  stage,
  camera: null,
  state: 'stored',
  reason: null,
  takenAt: start,
  sha256: '00',
  file: 'x',
  capture: {
    by: 'x',
    uploadedAt: start,
    capturedAt: start,
    place: { latitude, longitude: fence.longitude, accuracyMetres: 10 },
    nonceAt: start,
    exifAt: null,
    original: { sha256: '00', bytes: 1, type: 'image/jpeg', width: 1, height: 1 },
  },
  flags: [],
  flagged: false,
  deleteAt: start + 900 * day,
});

/** One picture of each stage, `photo-STAGE`, taken on site unless said otherwise. */
export const context = (at: number, more: Partial<HazardContext> & { readonly away?: boolean } = {}): HazardContext => ({
  at,
  terms,
  fence,
  detector: () => null,
  evidence: () => new Map(evidenceStages.map((stage) => [`photo-${stage}`, picture(stage, more.away ? 36.7 : 36.6)])),
  ...more,
});

/** A form that satisfies any row, by this actor, with a deadline so many days on. */
export const fullForm = (actor: HazardActor, deadline: number): Readonly<Record<string, unknown>> => ({
  reason: '经现场查看',
  opinion: '同意',
  finding: '整改到位',
  description: '已更换并试运行',
  measures: '更换设备并培训',
  requirements: '立即清理并落实值守',
  letter: '责成三日内整改到位',
  interim: '专人值守',
  contingency: '停用并疏散',
  target: '产权单位',
  supervisor: '青石县教育和体育局',
  contact: '李主任',
  notice: '青教安〔2026〕1号',
  note: '正常',
  responsible: 'mender',
  deadline,
  days: 10,
  funds: 1200,
  cost: 900,
  grade: 'general',
  cause: 'ageing',
  category: 'fire_safety',
  protection: [{ measure: '拉警戒线并专人值守', responsible: 'mender', everyHours: 4 }],
  measure: 'p1-1',
  stop_use: true,
  photos_found: ['photo-found'],
  photos_before: ['photo-before'],
  photos_after: ['photo-after'],
  photos_protection: ['photo-protection'],
  photos_site: ['photo-site'],
  photos_recheck: ['photo-recheck'],
  signature: { typed: actor.name },
});
