/** After the first paint: the service worker, and what an earlier visit left to be sent. */
import { openOutbox } from './outbox.ts';
import { rememberedPerson } from './person.ts';
import { registerWorker } from './worker.ts';

export const startOffline = (): void => {
  void registerWorker();
  const person = rememberedPerson();
  if (person !== null) openOutbox(person.id);
};
