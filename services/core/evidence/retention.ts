/** How long pictures are kept: of a hazard until it has been closed for some years, of nothing for a short while. */
import type { Evidence } from '../../contracts/evidence.ts';
import type { Hazard } from '../../contracts/hazard.ts';

const dayMs = 24 * 3600_000;
const yearMs = 365.25 * dayMs;
/** An open hazard's pictures are looked at again so often. */
const lookAgainMs = 30 * dayMs;

/** When the picture of a hazard may first be deleted, as known at its upload. */
export const keptAtLeastUntil = (uploadedAt: number, years: number): number => Math.round(uploadedAt + years * yearMs);

/**
 * When to ask again whether it may be deleted; null = now. A moment earlier than its hazard would allow was set by an
 * erasure (the law goes before the archive).
 */
export const askAgainAt = (
  evidence: Pick<Evidence, 'hazard' | 'capture' | 'deleteAt'>,
  hazard: Pick<Hazard, 'open' | 'closedAt'> | null,
  years: number,
  now: number,
): number | null => {
  if (evidence.hazard === null || evidence.capture === null || hazard === null) return null;
  if (evidence.deleteAt < keptAtLeastUntil(evidence.capture.uploadedAt, years)) return null;
  if (hazard.open) return now + lookAgainMs;
  const until = keptAtLeastUntil(hazard.closedAt ?? evidence.capture.uploadedAt, years);
  return until > now ? until : null;
};
