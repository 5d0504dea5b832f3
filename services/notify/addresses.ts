/** Which addresses of the network may be asked: a channel's or responder's address is typed by people (threat T13). */
import { BlockList, isIP, isIPv6 } from 'node:net';

const listOf = (rows: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const row of rows) {
    const [net = '', bits] = row.split('/');
    list.addSubnet(net, Number(bits), isIPv6(net) ? 'ipv6' : 'ipv4');
  }
  return list;
};

/**
 * Never asked, whatever a channel allows: "this network", link-local (where clouds keep their metadata: 169.254.169.254,
 * fd00:ec2::254, Aliyun's 100.100.100.200), multicast, reserved (IANA special-purpose registries, RFC 6890).
 */
const never = listOf([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '100.100.100.200/32',
  '192.0.0.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
  'fd00:ec2::254/128',
]);

/** This machine, this house: asked only where the channel says so (RFC 1918, 4193, 6598, documentation and benchmark nets). */
const inside = listOf([
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '192.0.2.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '192.88.99.0/24',
  '::1/128',
  'fc00::/7',
]);

/** What is public IPv6 (RFC 4291 §2.4), but for what carries an IPv4 address in it or documents: Teredo, 6to4, ORCHID. */
const publicSix = listOf(['2000::/3']);
const notPublicSix = listOf(['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);

/** IPv4 written as IPv6 (`::ffff:127.0.0.1`, also in hexadecimal), as the four numbers it is. */
const plain = (address: string): string => {
  const canonical = isIPv6(address) ? new URL(`http://[${address.split('%')[0] ?? ''}]`).hostname.slice(1, -1) : address;
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (!mapped) return canonical;
  const [high, low] = [Number.parseInt(mapped[1] ?? '', 16), Number.parseInt(mapped[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
};

/** `public`, `private` (only where it is allowed) or `never`. */
export const reachOf = (given: string): 'public' | 'private' | 'never' => {
  if (isIP(given) === 0) return 'never';
  const address = plain(given);
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  if (never.check(address, family)) return 'never';
  if (inside.check(address, family)) return 'private';
  if (family === 'ipv4') return 'public';
  return publicSix.check(address, family) && !notPublicSix.check(address, family) ? 'public' : 'never';
};
