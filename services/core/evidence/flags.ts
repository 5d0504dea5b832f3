/** Why a picture is doubted: each rule is a reason with its facts. Nothing is refused by them; a person decides. */
import type { Capture, Evidence, EvidenceFlag, EvidenceFlagged, EvidenceStage, Place } from '../../contracts/evidence.ts';
import { metresBetween } from '../hazards/form.ts';
import type { Likeness } from './compare.ts';
import { isWhole } from './compare.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A phone keeps nonces for a weekend without a network. */
export const nonceLifeMs = 72 * hourMs;
/** Clocks of phones that set themselves by the network are within seconds; set by hand, within minutes. */
export const clockToleranceMs = 5 * minuteMs;
/** A camera's clock has no zone and is often a day off by its date or half a day by its zone; a reused picture is older. */
export const olderThanReportMs = 24 * hourMs;

export interface Seen {
  readonly by: string;
  readonly stage: EvidenceStage;
  readonly capture: Capture;
  /** null = of a report that is still being written. */
  readonly hazard: { readonly id: string; readonly reportedAt: number } | null;
  /** The school's campus; null = not entered. */
  readonly fence: { readonly latitude: number; readonly longitude: number; readonly radiusMetres: number } | null;
  /** The evidence the nonce was used for before; null = for none. */
  readonly nonceUsedBy: string | null;
  readonly editor: string | null;
  readonly screenshot: string | null;
}

/** Another picture that this one is, or is part of; `likeness` null = the very same file. */
export interface Twin {
  readonly other: Pick<Evidence, 'id' | 'school' | 'hazard' | 'stage' | 'capture'>;
  readonly likeness: Likeness | null;
}

const flag = (name: EvidenceFlag, facts: Readonly<Record<string, string | number>> = {}, other: string | null = null): EvidenceFlagged => ({
  flag: name,
  other,
  facts: Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, String(value)])),
  decided: null,
});

/** Pictures of the state before, and of the state after the work. */
const before: ReadonlySet<EvidenceStage> = new Set(['found', 'before']);
const after: ReadonlySet<EvidenceStage> = new Set(['after', 'site', 'recheck']);

const isOneOf = (stages: ReadonlySet<EvidenceStage>, stage: EvidenceStage | null): boolean => stage !== null && stages.has(stage);

/** How two pictures of one hazard (or of one draft of one person) stand to each other. */
export const standing = (
  one: { readonly by: string; readonly stage: EvidenceStage | null; readonly hazard: string | null },
  other: { readonly by: string | null; readonly stage: EvidenceStage | null; readonly hazard: string | null },
): 'retake' | 'before_and_after' | 'apart' => {
  if (one.hazard !== other.hazard || (one.hazard === null && one.by !== other.by)) return 'apart';
  if ((isOneOf(before, one.stage) && isOneOf(after, other.stage)) || (isOneOf(after, one.stage) && isOneOf(before, other.stage)))
    return 'before_and_after';
  // What was found may be shown again as the state before; one's own picture sent twice for one step is no fraud.
  if (isOneOf(before, one.stage) && isOneOf(before, other.stage)) return 'retake';
  return one.by === other.by && one.stage === other.stage ? 'retake' : 'apart';
};

const percent = (part: number): number => Math.round(Math.min(1, part) * 100);

const twinFlag = (school: string, { by, stage, hazard }: Seen, { other, likeness }: Twin): EvidenceFlagged[] => {
  const stand = standing(
    { by, stage, hazard: hazard?.id ?? null },
    { by: other.capture?.by ?? null, stage: other.stage, hazard: other.hazard },
  );
  // While a report is being written nobody knows yet what it will name: `settled` looks again when it does.
  if (stand === 'retake' && hazard !== null) return [];
  const where = { elsewhere: other.school === school ? 'no' : 'yes', ...(other.capture ? { sentAt: other.capture.uploadedAt } : {}) };
  const facts = likeness ? { ...where, agreement: percent(likeness.agreement), covers: percent(likeness.ofOther) } : where;
  if (stand === 'before_and_after') return [flag('before_like_after', facts, other.id)];
  if (!likeness) return [flag('same_file', facts, other.id)];
  return [flag(isWhole(likeness) ? 'same_picture' : 'part_of_picture', facts, other.id)];
};

/** The public page asks neither for a proof of capture nor for the place. */
export const publicUploader = 'public';

const nonceFlags = ({ by, capture, nonceUsedBy }: Seen): EvidenceFlagged[] => {
  if (by === publicUploader) return [];
  if (capture.nonceAt === null) return [flag('no_nonce')];
  const used = nonceUsedBy === null ? [] : [flag('nonce_used', {}, nonceUsedBy)];
  const takenAt = capture.capturedAt ?? capture.uploadedAt;
  const late = takenAt - capture.nonceAt > nonceLifeMs || capture.uploadedAt - capture.nonceAt > nonceLifeMs;
  return late
    ? [...used, flag('nonce_expired', { givenAt: capture.nonceAt, hours: Math.round((capture.uploadedAt - capture.nonceAt) / hourMs) })]
    : used;
};

const timeFlags = ({ capture, hazard }: Seen): EvidenceFlagged[] => {
  const { capturedAt, uploadedAt, nonceAt, exifAt } = capture;
  const reportedAt = hazard?.reportedAt ?? uploadedAt;
  const flags: EvidenceFlagged[] = [];
  if (exifAt !== null && exifAt < reportedAt - olderThanReportMs) flags.push(flag('older_than_report', { takenAt: exifAt, reportedAt }));
  if (capturedAt !== null && capturedAt > uploadedAt + clockToleranceMs)
    flags.push(flag('time_contradicts', { reason: 'after_upload', capturedAt, uploadedAt }));
  else if (capturedAt !== null && nonceAt !== null && capturedAt < nonceAt - clockToleranceMs)
    flags.push(flag('time_contradicts', { reason: 'before_nonce', capturedAt, nonceAt }));
  else if (exifAt !== null && exifAt > uploadedAt + olderThanReportMs)
    flags.push(flag('time_contradicts', { reason: 'camera_after_upload', takenAt: exifAt, uploadedAt }));
  return flags;
};

const placeFlags = ({ by, capture: { place }, fence }: Seen): EvidenceFlagged[] => {
  if (place === null) return by === publicUploader ? [] : [flag('no_place')];
  if (fence === null) return [];
  const metres = metresBetween(fence, place);
  return metres > fence.radiusMetres + Math.min(place.accuracyMetres, fence.radiusMetres)
    ? [flag('outside_fence', awayFacts(metres, fence.radiusMetres, place))]
    : [];
};

const awayFacts = (metres: number, radiusMetres: number, { accuracyMetres }: Place): Record<string, number> => ({
  metres: Math.round(metres),
  radiusMetres: Math.round(radiusMetres),
  accuracyMetres: Math.round(accuracyMetres),
});

const fileFlags = ({ editor, screenshot }: Seen): EvidenceFlagged[] => [
  ...(screenshot === null ? [] : [flag('screenshot', { reason: screenshot })]),
  ...(editor === null ? [] : [flag('edited', { program: editor })]),
];

/** Every reason to doubt a picture of this school, with one flag a kind and other picture. */
export const flagsOf = (school: string, seen: Seen, twins: readonly Twin[]): EvidenceFlagged[] => {
  const known = new Set<string>();
  const aboutOthers = twins
    .filter(({ other }) => !known.has(other.id) && known.add(other.id))
    .flatMap((twin) => twinFlag(school, seen, twin));
  return [...aboutOthers, ...nonceFlags(seen), ...timeFlags(seen), ...placeFlags(seen), ...fileFlags(seen)];
};

/** Flags about other pictures again, when a draft's pictures have got their hazard. */
export const settled = (
  evidence: Pick<Evidence, 'hazard' | 'stage' | 'capture' | 'flags'>,
  reportedAt: number,
  otherOf: (id: string) => Pick<Evidence, 'hazard' | 'stage' | 'capture'> | null,
): EvidenceFlagged[] => {
  const { capture } = evidence;
  if (capture === null) return evidence.flags;
  const kept = evidence.flags.flatMap((each): EvidenceFlagged[] => {
    const other = each.other === null || each.decided !== null || each.flag === 'nonce_used' ? null : otherOf(each.other);
    if (!other) return [each];
    const stand = standing(
      { by: capture.by, stage: evidence.stage, hazard: evidence.hazard },
      { by: other.capture?.by ?? null, stage: other.stage, hazard: other.hazard },
    );
    if (stand === 'retake') return [];
    return [stand === 'before_and_after' ? { ...each, flag: 'before_like_after' } : each];
  });
  const old =
    capture.exifAt !== null && capture.exifAt < reportedAt - olderThanReportMs && !kept.some((each) => each.flag === 'older_than_report');
  return old && capture.exifAt !== null ? [...kept, flag('older_than_report', { takenAt: capture.exifAt, reportedAt })] : kept;
};

/** Not yet decided by a person. */
export const isOpen = ({ decided }: EvidenceFlagged): boolean => decided === null;

const aboutAnother: ReadonlySet<EvidenceFlag> = new Set(['same_file', 'same_picture', 'part_of_picture']);

/** The same picture at another school: more than one person's slip, so the leaders are asked at once (domain A3 #58). */
export const isElsewhere = ({ flag: name, facts }: EvidenceFlagged): boolean => aboutAnother.has(name) && facts['elsewhere'] === 'yes';
