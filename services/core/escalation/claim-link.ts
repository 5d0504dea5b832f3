/**
 * The link in a notice: whose it is, what it takes on, and until when. Sealed by the installation's key; without the
 * seal nobody can make one, and a call's person cannot be changed in it.
 */

export interface ClaimLink {
  readonly call: string;
  readonly person: string;
  readonly expiresAt: number;
}

/** `~` stands in no id and needs no escape in an address. */
const separator = '~';

/** What is sealed. */
export const claimText = ({ call, person, expiresAt }: ClaimLink): string => [call, person, expiresAt.toString(36)].join(separator);

/** The token, from what is sealed and its seal. */
export const sealedClaim = (text: string, tag: string): string => text + separator + tag;

/** What a token says, and the tag it says it with; null = it is none. */
export const readClaim = (token: string): { readonly link: ClaimLink; readonly tag: string } | null => {
  const [call, person, expires, tag, ...rest] = token.split(separator);
  if (!call || !person || !expires || !tag || rest.length > 0 || !/^[0-9a-z]{1,11}$/.test(expires)) return null;
  return { link: { call, person, expiresAt: Number.parseInt(expires, 36) }, tag };
};

/** 96 bits of HMAC-SHA-256: nobody guesses one (RFC 2104 §5 asks for at least 80). */
export const claimTagBytes = 12;
