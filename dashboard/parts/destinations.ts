import { createContext } from 'react';
import type { PageRoute } from '../routes.ts';

export type Destination = NonNullable<PageRoute['nav']>;

/** The pages this person may go to, for parts of pages; the shell provides them. */
export const Destinations = createContext<readonly Destination[]>([]);
