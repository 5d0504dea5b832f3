/**
 * Steam is not smoke. A fire's hot gas is dry: heating air from 30 °C at 95 %RH to 57 °C leaves 23 %RH, and burning adds
 * only a few g/kg of water. Steam keeps the humidity high and has just raised it. Both must be seen before steam is
 * believed, so a sensor that reports no humidity, or a steady one, is judged as ever.
 */
import { z } from 'zod';
import { bilingualSchema } from '../../contracts/values.ts';
import type { Window } from './window.ts';

export const steamSchema = z.strictObject({
  humidityRisePercentRh: z.number().positive().max(100),
  humidityAtLeastPercentRh: z.number().positive().max(100),
  windowSeconds: z.number().positive().max(3600),
  /** An older humidity reading says nothing about now. */
  freshSeconds: z.number().positive().max(3600),
  cites: bilingualSchema,
});
export type SteamSettings = z.infer<typeof steamSchema>;

export interface Steam {
  isPresent(at: number): boolean;
}

export const watchSteam = (settings: SteamSettings, window: Window): Steam => ({
  isPresent: (at) =>
    at - window.latestAt() <= settings.freshSeconds * 1000 &&
    window.latest() >= settings.humidityAtLeastPercentRh &&
    window.climb(at - settings.windowSeconds * 1000) >= settings.humidityRisePercentRh,
});
