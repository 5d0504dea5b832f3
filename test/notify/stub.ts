/** A provider of the tests: a real HTTP server that keeps what it was sent and answers as it is told. */
import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import type { Outgoing } from '../../services/ports.ts';

export interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Provider {
  readonly url: string;
  readonly asked: Asked[];
  status: number;
  answer: string;
  /** Before it answers; Infinity = it never does. */
  delayMs: number;
  headers: Record<string, string>;
  close(): Promise<void>;
}

export const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

export const openProvider = async (): Promise<Provider> => {
  const take: RequestListener = (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stub');
      provider.asked.push({ path: pathname, query: searchParams, headers: request.headers, body: Buffer.concat(parts).toString() });
      if (provider.delayMs === Number.POSITIVE_INFINITY) return;
      setTimeout(() => response.writeHead(provider.status, provider.headers).end(provider.answer), provider.delayMs);
    });
  };
  const server = createServer(take);
  const port = await listen(server);
  const provider: Provider = {
    url: `http://127.0.0.1:${port}/`,
    asked: [],
    status: 200,
    answer: '{}',
    delayMs: 0,
    headers: {},
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return provider;
};

export const outgoingOf = (fields: Partial<Outgoing> = {}): Outgoing => ({
  id: 'call-1',
  channel: 'sms',
  school: 'oak',
  exercise: false,
  person: { id: 'p1', name: '王老师', phone: '138 0013 8000', email: 'wang@school.example' },
  title: { zh: '烟雾报警', en: 'Smoke alarm' },
  text: { zh: '教学楼 302', en: 'Building 1, room 302' },
  link: 'https://watch.example/a/x1',
  subject: 'alarm',
  subjectId: 'alarm-1',
  at: 1_700_000_000_000,
  ...fields,
});

export const drillOf = (fields: Partial<Outgoing> = {}): Outgoing =>
  outgoingOf({
    exercise: true,
    title: { zh: '【演练】烟雾报警', en: '[DRILL] Smoke alarm' },
    text: { zh: '【演练】教学楼 302', en: '[DRILL] Building 1, room 302' },
    ...fields,
  });
