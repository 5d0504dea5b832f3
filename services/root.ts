import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The package's own folder: above the sources, or above the build. */
export const packageFolder: string = join(here, here.includes(join('dist', 'services')) ? '../..' : '..');
