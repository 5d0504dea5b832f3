/**
 * The service worker: it keeps the program, never an answer of the API. A new version waits until somebody agrees:
 * a duty screen is not reloaded under its officer.
 */
import { useSyncExternalStore } from 'react';

/** A screen that is never reloaded asks this often whether there is a new version. */
const askEveryMs = 3_600_000;

let waiting: ServiceWorker | null = null;
const listeners = new Set<() => void>();

const found = (worker: ServiceWorker): void => {
  waiting = worker;
  for (const listener of listeners) listener();
};

/** A worker that is installed while an older one serves this page is a new version. */
const watch = (registration: ServiceWorkerRegistration): void => {
  if (registration.waiting !== null && navigator.serviceWorker.controller !== null) found(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && navigator.serviceWorker.controller !== null) found(worker);
    });
  });
};

/** Where it cannot be (plain HTTP in the local net, a certificate that is not trusted) everything works but opening without network. */
export const registerWorker = async (): Promise<void> => {
  if (!('serviceWorker' in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register('/sw.js');
    watch(registration);
    setInterval(() => void registration.update().catch(() => undefined), askEveryMs);
  } catch {
    // The browser says why in its console.
  }
};

/** The new version takes over, and this page is loaded again from it. */
export const takeUpdate = (): void => {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting?.postMessage({ type: 'SKIP_WAITING' });
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useUpdateWaiting = (): boolean => useSyncExternalStore(subscribe, () => waiting !== null);
