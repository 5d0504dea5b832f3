/**
 * What a browser's request says about where it comes from: the session cookie and the origin. The same for HTTP
 * routes and for sockets.
 */

/**
 * Two names, because cookies know no ports: the cookie of the HTTPS door cannot be overwritten from the plain loopback
 * door of the same host, and `__Host-` keeps it from being set by any other site (RFC 6265bis §4.1.3.2).
 */
export const cookieName = (secure: boolean): string => (secure ? '__Host-campus_session' : 'campus_session');

/** Value of one cookie in a `Cookie` header; null when absent. */
export const cookieValue = (header: string | undefined, name: string): string | null => {
  for (const part of (header ?? '').split(';')) {
    const [key, ...rest] = part.split('=');
    if (key?.trim() === name) return rest.join('=').trim();
  }
  return null;
};

/** `Authorization: Bearer …`; null when absent or of another kind. */
export const bearerOf = (header: string | undefined): string | null => /^Bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? null;

export interface Provenance {
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`, sent by browsers since 2020–2023. */
  readonly fetchSite: string | undefined;
  readonly host: string | undefined;
  /** Address given in links; a proxy may change `Host`. */
  readonly publicUrl: string | null;
}

const hostOf = (url: string): string | null => {
  try {
    return new URL(url).host;
  } catch {
    return null;
  }
};

/**
 * May this request use the cookie it brings? A page of another site may not write with it nor open a socket. Programs
 * that are no browser send neither header and are let through: they cannot be tricked by a page.
 */
export const fromOurPages = ({ origin, fetchSite, host, publicUrl }: Provenance): boolean => {
  if (origin === undefined) return fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none';
  const from = hostOf(origin);
  return from !== null && (from === host || (publicUrl !== null && from === hostOf(publicUrl)));
};
