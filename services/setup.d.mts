/** The browser for the tests: its path, or null. `CHROME_PATH` comes first. */
export declare const findBrowser: () => string | null;
