/** Layouts of recordings by the name of their folder. A new one is one file beside this one and one line here. */
import { fsriCompartmentFires } from './fsri-compartment-fires.ts';
import { nabTemperature } from './nab-temperature.ts';
import { nistSmokeAlarms } from './nist-smoke-alarms.ts';
import type { Layout } from './recording.ts';
import { singleHopMotes } from './single-hop-motes.ts';

export type { Layout, Mark, RecordedDevice, RecordedReading, Recording } from './recording.ts';

export const layouts: readonly Layout[] = [nistSmokeAlarms, fsriCompartmentFires, nabTemperature, singleHopMotes];

export const layoutOf = (folder: string): Layout | undefined => layouts.find((layout) => layout.folder === folder);
