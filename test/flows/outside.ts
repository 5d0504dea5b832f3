/** A world outside that nothing leaves for: tests say what they need of it. */
import type { Outside } from '../../services/flows/deliver.ts';

export const deafOutside: Outside = {
  fetchPicture: () => Promise.resolve({ ok: false, code: 'unreachable' }),
  forgetPicture: () => Promise.resolve(),
  send: () => Promise.resolve({ ok: false, code: 'no_channel', again: false }),
  claimLink: () => null,
  reach: () => Promise.resolve({ ok: false, code: 'no_channel', again: false }),
  issueCap: () => Promise.resolve({ ok: false, fault: 'no CAP office' }),
  sendCap: () => Promise.resolve({ ok: false, code: 'no_channel', again: false }),
};
