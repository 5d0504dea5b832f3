/** Asking the API with a token, as an outside program would. */
import type { Alarm } from '../../services/contracts/alarm.ts';
import type { SeriesPoint } from '../../services/contracts/place.ts';

export interface EventItem {
  readonly at: number;
  readonly event: string;
  readonly state: string;
}

export interface Client {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<{ readonly status: number; readonly body: T }>;
  /** Every item of a list, page by page. */
  all<T>(path: string): Promise<T[]>;
  alarms(query?: string): Promise<Alarm[]>;
  points(device: string, metric: string, from: number, to: number): Promise<SeriesPoint[]>;
  events(device: string): Promise<EventItem[]>;
}

const mostPoints = 5000;
const longestPage = 500;

export const clientOf = (port: number, token: string): Client => {
  const url = (path: string): string => `http://127.0.0.1:${port}${path}`;
  const headers = { authorization: `Bearer ${token}` };
  const get = async <T>(path: string): Promise<T> => {
    for (;;) {
      const answer = await fetch(url(path), { headers });
      if (answer.status === 429) {
        await answer.arrayBuffer();
        await new Promise((resolve) => setTimeout(resolve, 200));
        continue;
      }
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as T;
    }
  };
  const all = async <T>(path: string): Promise<T[]> => {
    const items: T[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const more: string = `${path.includes('?') ? '&' : '?'}limit=${longestPage}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const page: { items: T[]; next: string | null } = await get(`${path}${more}`);
      items.push(...page.items);
      cursor = page.next;
    }
    return items;
  };
  return {
    get,
    all,
    post: async <T>(path: string, body: unknown) => {
      const answer = await fetch(url(path), {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: (await answer.json()) as T };
    },
    alarms: (query = '') => all<Alarm>(`/api/v1/alarms${query}`),
    points: async (device, metric, from, to) =>
      (await get<{ points: SeriesPoint[] }>(`/api/v1/devices/${device}/series?metric=${metric}&from=${from}&to=${to}&points=${mostPoints}`))
        .points,
    events: (device) => all<EventItem>(`/api/v1/devices/${device}/events`),
  };
};

/** Counters and gauges of `/metrics` by name, labels and all. */
export const metricsOf = async (port: number): Promise<Map<string, number>> => {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
};
