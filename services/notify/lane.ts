/** A channel's own lane: so many at once, the others wait here and hold up nobody else. */

export interface Lane {
  <T>(work: () => Promise<T>): Promise<T>;
}

export const createLane = (atOnce: number): Lane => {
  const waiting: (() => void)[] = [];
  let busy = 0;
  const free = (): void => {
    const next = waiting.shift();
    if (next) next();
    else busy -= 1;
  };
  return async (work) => {
    if (busy < atOnce) busy += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      free();
    }
  };
};
