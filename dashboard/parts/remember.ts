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

/** The same for this tab alone: another tab is another screen. */
export const rememberedInTab = (name: string): string | null => {
  try {
    return sessionStorage.getItem(key(name));
  } catch {
    return null;
  }
};

export const rememberInTab = (name: string, value: string): void => {
  try {
    sessionStorage.setItem(key(name), value);
  } catch {
    // Then it is chosen again.
  }
};

export const forgetInTab = (name: string): void => {
  try {
    sessionStorage.removeItem(key(name));
  } catch {
    // Then it was never kept.
  }
};

export const forget = (name: string): void => {
  try {
    localStorage.removeItem(key(name));
  } catch {
    // Then it was never kept.
  }
};
