/** A school with responders around it, real HTTP endpoints that fail in every way, and the real sending. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTcp } from 'node:net';
import type { Incident } from '../../services/contracts/incident.ts';
import type { AssistanceRequest, PhoneTask, Responder } from '../../services/contracts/responder.ts';
import type { LinkageRules } from '../../services/core/linkage/policy.ts';
import { newTurn } from '../../services/core/turn.ts';
import type { Outside } from '../../services/flows/deliver.ts';
import { createDeliver } from '../../services/flows/deliver.ts';
import { watchLinkage } from '../../services/flows/linkage.ts';
import type { Service } from '../../services/flows/service.ts';
import { tick } from '../../services/flows/tick.ts';
import { createResponderSender } from '../../services/notify/responder-send.ts';
import { createCapOffice } from '../../services/office.ts';
import type { Outgoing } from '../../services/ports.ts';
import { sealOf } from '../../services/wiring.ts';
import { campus } from '../core/linkage/incidents.ts';
import type { House } from './harness.ts';
import { deafOutside } from './outside.ts';

export const seal = sealOf(Buffer.alloc(32, 9));

export interface Got {
  readonly at: number;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** How an endpoint behaves; it may be changed while it runs. */
export type Manner = 'acknowledges' | 'silent_200' | 'refuses_500' | 'hangs' | 'answers_then_hangs' | 'drips' | 'huge' | 'redirects';

export interface Endpoint {
  manner: Manner;
  readonly got: Got[];
  readonly url: string;
  close(): void;
}

const answer = (endpoint: Endpoint, request: IncomingMessage, response: ServerResponse): void => {
  const nonce = request.headers['campus-nonce'];
  switch (endpoint.manner) {
    case 'acknowledges':
      return void response.end(JSON.stringify({ nonce }));
    case 'silent_200':
      return void response.end('<html>parked domain</html>');
    case 'refuses_500':
      return void response.writeHead(500).end(JSON.stringify({ nonce }));
    case 'hangs':
      return;
    case 'answers_then_hangs':
      response.writeHead(200, { 'content-type': 'application/json' });
      return void response.write('{"nonce":');
    case 'drips': {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 200);
      return void response.on('close', () => clearInterval(drip));
    }
    case 'huge':
      response.writeHead(200);
      return void response.end('x'.repeat(8 * 1024 * 1024));
    case 'redirects':
      return void response.writeHead(307, { location: '/elsewhere' }).end();
  }
};

export const openEndpoint = async (manner: Manner, now: () => number = Date.now): Promise<Endpoint> => {
  const got: Got[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString();
    });
    request.on('end', () => {
      got.push({ at: now(), url: request.url ?? '', headers: request.headers, body });
      answer(endpoint, request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint: Endpoint = {
    manner,
    got,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return endpoint;
};

/** Takes connections and says nothing at all. */
export const openBlackHole = async (): Promise<{ url: string; close(): void }> => {
  const sockets = new Set<Socket>();
  const server = createTcp((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};

/** A port nobody listens on. */
export const closedPort = async (): Promise<string> => {
  const hole = await openBlackHole();
  hole.close();
  return hole.url;
};

export interface Ground {
  readonly service: Service;
  readonly rules: LinkageRules;
  readonly sent: Outgoing[];
  readonly outside: Outside;
  readonly errors: unknown[];
  put(...responders: Responder[]): void;
  /** Tells linkage of an incident's change. */
  change(before: Incident | null, after: Incident): void;
  /** The signing key is made. */
  ready(): Promise<unknown>;
  /** One beat: what is due is done; awaited to the end. */
  beat(): Promise<void>;
  /** One beat begun, not waited for. */
  start(): void;
  requests(incident?: string): AssistanceRequest[];
  tasks(): PhoneTask[];
}

export const openGround = (house: House, changed: (rules: LinkageRules) => LinkageRules = (rules) => rules): Ground => {
  const given = house.service.policies.linkage;
  const rules = changed({ ...given, privateHosts: ['127.0.0.1'] });
  const service: Service = { ...house.service, policies: { ...house.service.policies, linkage: rules } };
  const world = service.world();
  const school = world.orgs.get('s1');
  if (school) world.orgs.set('s1', { ...school, location: campus });
  const sent: Outgoing[] = [];
  const cap = createCapOffice(house.folder, rules.cap);
  const outside: Outside = {
    ...deafOutside,
    issueCap: cap.issueCap,
    ...createResponderSender({
      rules,
      publicUrl: 'https://duty.example',
      seal,
      now: () => service.clock.now(),
      send: async (outgoing) => {
        sent.push(outgoing);
        return { ok: true, state: 'sent', receipt: null };
      },
    }),
  };
  const errors: unknown[] = [];
  const deliver = createDeliver(service, outside, (_, error) => errors.push(error));
  return {
    service,
    rules,
    sent,
    outside,
    errors,
    put: (...responders) => {
      const turn = newTurn(service.clock.now());
      for (const responder of responders) {
        world.responders.set(responder.id, responder);
        turn.put.responder.set(responder.id, responder);
      }
      service.commit(turn);
    },
    change: (before, after) => {
      const turn = newTurn(service.clock.now());
      turn.put.incident.set(after.id, after);
      if (after.state === 'open') world.incidents.set(after.id, after);
      else world.incidents.delete(after.id);
      watchLinkage(service, turn, before, after);
      service.commit(turn);
    },
    ready: () => cap.publicKey(),
    beat: () => deliver(tick(service)),
    start: () => void deliver(tick(service)),
    requests: (incident = 'inc-1') => service.facts.list('request', { where: { incident }, schools: null, limit: 500 }).items,
    tasks: () => service.facts.list('phoneTask', { schools: null, limit: 500 }).items,
  };
};

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
