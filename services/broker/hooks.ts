/**
 * Aedes asks, we answer. Every hook is wrapped: a throw inside one would end the process. `authorizePublish` is the
 * only place that holds the PUBACK back, so the durable batch hangs there; nothing is ever read from the MQTT bus.
 */
import { randomBytes } from 'node:crypto';
import type { AedesOptions, Client, ConnectPacket, PublishPacket, Subscription } from 'aedes';
import type { Message } from '../ports.ts';

export interface Door {
  readonly verify: (identity: string, secret: Uint8Array) => boolean;
  readonly mayListen: (identity: string, filter: string) => boolean;
  readonly put: (message: Message, done: () => void) => void;
  readonly now: () => number;
  readonly isShuttingDown: () => boolean;
  readonly onSignedIn: (identity: string, client: Client) => void;
  readonly onRefused: (identity: string, reason: string) => void;
  readonly onHookError: (hook: string, error: unknown) => void;
}

/** MQTT 3.1.1 §3.2.2.3: bad user name or password. */
const badCredentials = 4;

const identityPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The identity a client signed in with: the client id is scoped to it, so nobody can take over another's. */
export const identityOf = (clientId: string | null | undefined): string => (clientId ?? '').split('/', 1)[0] ?? '';

const scoped = (identity: string, clientId: string): string => `${identity}/${clientId === '' ? randomBytes(8).toString('hex') : clientId}`;

/** Why a CONNECT is refused before anything of it is believed; null = go on. */
const connectRefusal = (packet: ConnectPacket): string | null => {
  if (!packet.username || !identityPattern.test(packet.username)) return 'user name is not an id';
  if (packet.clientId === '' && packet.clean === false) return 'an empty client id needs a clean session';
  if (packet.clientId.length > 1024) return 'client id too long';
  if (packet.will && (packet.will.topic.startsWith('$') || packet.will.topic.length > 512)) return 'this last will is not allowed';
  // mqtt-packet lets the reserved will QoS 3 pass (MQTT 3.1.1 §3.1.2.6).
  if (packet.will && (packet.will.qos as number) > 2) return 'will QoS 3 does not exist';
  return null;
};

export const createHooks = (door: Door): Partial<AedesOptions> => {
  /** Identities of the clients that publish, so that none is cut out of its id for every message. */
  const speakers = new WeakMap<Client, string>();
  const speakerOf = (client: Client): string => {
    const known = speakers.get(client);
    if (known !== undefined) return known;
    const identity = identityOf(client.id);
    speakers.set(client, identity);
    return identity;
  };

  const preConnect: AedesOptions['preConnect'] = (_client, packet, done) => {
    try {
      const why = door.isShuttingDown() ? 'shutting down' : connectRefusal(packet);
      if (why !== null) {
        door.onRefused(packet.username ?? '', why);
        // An Error closes the socket; `done(null, false)` would leave it open for ever.
        return done(new Error(why), false);
      }
      packet.clientId = scoped(packet.username ?? '', packet.clientId);
      return done(null, true);
    } catch (error) {
      door.onHookError('preConnect', error);
      return done(new Error('refused'), false);
    }
  };

  const authenticate: AedesOptions['authenticate'] = (client, username, password, done) => {
    try {
      const identity = username ?? '';
      if (identity !== identityOf(client.id) || !password || !door.verify(identity, password)) {
        door.onRefused(identity, 'wrong secret or unknown identity');
        return done(Object.assign(new Error('bad user name or password'), { returnCode: badCredentials }), false);
      }
      door.onSignedIn(identity, client);
      return done(null, true);
    } catch (error) {
      door.onHookError('authenticate', error);
      return done(Object.assign(new Error('unavailable'), { returnCode: 3 }), false);
    }
  };

  const authorizePublish: AedesOptions['authorizePublish'] = (client, packet, done) => {
    try {
      if (door.isShuttingDown() || !client) return done(new Error('shutting down'));
      // The only content that is refused with an error: the broker's own topics (the default guard is gone with the default hook).
      if (packet.topic.startsWith('$')) return done(new Error('topics of the broker itself are reserved'));
      packet.retain = false;
      const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
      door.put({ identity: speakerOf(client), topic: packet.topic, payload, qos: packet.qos, receivedAt: door.now() }, () => done(null));
    } catch (error) {
      door.onHookError('authorizePublish', error);
      done(new Error('refused'));
    }
  };

  const authorizeSubscribe: AedesOptions['authorizeSubscribe'] = (client, subscription, done) => {
    try {
      const allowed = client !== null && !subscription.topic.startsWith('$') && door.mayListen(identityOf(client.id), subscription.topic);
      done(null, allowed ? subscription : (null as unknown as Subscription));
    } catch (error) {
      door.onHookError('authorizeSubscribe', error);
      done(null, null as unknown as Subscription);
    }
  };

  // Asked again for every delivery: a filter denied once is kept by a persistent session, and rights are withdrawn while it sleeps.
  const authorizeForward = (client: Client, packet: PublishPacket & { clientId?: string }): PublishPacket | null => {
    try {
      const identity = identityOf(client.id);
      const fromServer = packet.clientId === undefined;
      const own = fromServer || identityOf(packet.clientId) === identity;
      return own && door.mayListen(identity, packet.topic) ? packet : null;
    } catch (error) {
      door.onHookError('authorizeForward', error);
      return null;
    }
  };

  return {
    preConnect,
    authenticate,
    authorizePublish,
    authorizeSubscribe,
    authorizeForward: authorizeForward as NonNullable<AedesOptions['authorizeForward']>,
  };
};
