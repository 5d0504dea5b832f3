/** Small choices kept on this machine (language, theme, sound). Private browsing may forbid it: then nothing is kept. */
const key = (name: string): string => `campus-watch.${name}`;

export const remembered = (name: string): string | null => {
  try {
    return localStorage.getItem(key(name));
  } catch {
    return null;
  }
};

export const remember = (name: string, value: string): void => {
  try {
    localStorage.setItem(key(name), value);
  } catch {
    // Nothing is lost but the convenience.
  }
};

export const forget = (name: string): void => {
  try {
    localStorage.removeItem(key(name));
  } catch {
    // Then it was never kept.
  }
};
