/** From a host's name to addresses that may be connected to: resolved once, all checked, and those are used (threat T13). */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { reachOf } from './addresses.ts';

export interface Address {
  readonly address: string;
  readonly family: number;
}

export type Resolve = (host: string) => Promise<readonly Address[]>;
export type Reached =
  | { readonly ok: true; readonly addresses: readonly Address[] }
  | { readonly ok: false; readonly code: 'address_refused' | 'name_unknown' };
export type Reach = (host: string) => Promise<Reached>;

const allAddresses: Resolve = (host) => lookup(host, { all: true });

/** How a channel may reach out. A number in any writing is an address already: the WHATWG URL has made it plain. */
export const reachFor =
  (allowPrivate: boolean, resolve: Resolve = allAddresses): Reach =>
  async (name) => {
    const host = name.replace(/^\[|\]$/g, '');
    const family = isIP(host);
    let addresses: readonly Address[];
    try {
      addresses = family === 0 ? await resolve(host) : [{ address: host, family }];
    } catch {
      return { ok: false, code: 'name_unknown' };
    }
    if (addresses.length === 0) return { ok: false, code: 'name_unknown' };
    const reaches = addresses.map(({ address }) => reachOf(address));
    // One bad address among good ones is enough: which of them would be asked is not ours to say.
    const refused = reaches.some((reach) => reach === 'never' || (reach === 'private' && !allowPrivate));
    return refused ? { ok: false, code: 'address_refused' } : { ok: true, addresses };
  };
