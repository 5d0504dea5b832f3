/** The simulated cameras' pictures over HTTP, on loopback only. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import type { FleetDevice } from '../fleet.ts';
import type { Stage } from '../moments.ts';
import { type Scene, sceneSvg, scenes, type View } from './scene.ts';

export interface Pictures {
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  readonly url: string;
  readonly pictureUrl: Stage['pictureUrl'];
  /** How many pictures were fetched. */
  served(): number;
  close(): Promise<void>;
}

/** What a camera sees at this moment, for its newest picture. */
export type SceneOf = (camera: string, epochMs: number) => Scene;

const isScene = (word: string | undefined): word is Scene => scenes.some((scene) => scene === word);

/**
 * `/cameras/{camera}/{scene}/{epoch ms}.jpg`, `/cameras/{camera}/latest.jpg`, and the two addresses of Frigate's API
 * (docs.frigate.video/integrations/api): `/api/events/{id}/snapshot.jpg`, `/api/{camera}/latest.jpg`.
 */
export const viewOf = (path: string, now: number, sceneOf: SceneOf = () => 'quiet'): View | null => {
  const parts = path.split('/').slice(1).map(decodeURIComponent);
  const [first, second = '', third, fourth] = parts;
  const atMs = Number(/^(\d+)\.jpg$/.exec(fourth ?? '')?.[1]);
  if (first === 'cameras' && parts.length === 4 && isScene(third) && Number.isSafeInteger(atMs) && atMs < 8.64e15)
    return { camera: second, scene: third, atMs };
  if (first === 'cameras' && parts.length === 3 && third === 'latest.jpg')
    return { camera: second, scene: sceneOf(second, now), atMs: now };
  if (first !== 'api') return null;
  if (parts.length === 4 && second === 'events' && fourth === 'snapshot.jpg') {
    const startS = Number.parseFloat(third ?? '');
    return { camera: 'frigate', scene: 'intruder', atMs: startS > 0 && startS < 8.64e12 ? Math.round(startS * 1000) : now };
  }
  return parts.length === 3 && third === 'latest.jpg' ? { camera: second, scene: 'quiet', atMs: now } : null;
};

export const renderPicture = (view: View): Promise<Buffer> =>
  sharp(Buffer.from(sceneSvg(view)))
    .jpeg({ quality: 80 })
    .toBuffer();

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

const addressesAt = (url: string): Pick<Pictures, 'url' | 'pictureUrl'> => ({
  url,
  pictureUrl: (camera: FleetDevice, scene, atMs) => `${url}/cameras/${encodeURIComponent(camera.id)}/${scene}/${atMs}.jpg`,
});

/**
 * Beside a running simulation that has the port its pictures come from there: an address says all there is to draw.
 */
export const serveOrShare = async (port: number): Promise<Pictures> => {
  try {
    return await servePictures(port);
  } catch (error) {
    if (port === 0 || !(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    return { ...addressesAt(`http://127.0.0.1:${port}`), served: () => 0, close: () => Promise.resolve() };
  }
};

/** @param port 0 takes a free one */
export const servePictures = async (port: number, sceneOf?: SceneOf): Promise<Pictures> => {
  let served = 0;
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      let view: View | null = null;
      try {
        view = viewOf(new URL(request.url ?? '/', 'http://localhost').pathname, Date.now(), sceneOf);
      } catch {
        // A malformed escape in the path: no such picture.
      }
      if (!view || request.method !== 'GET') {
        response.writeHead(404).end();
        return;
      }
      const picture = await renderPicture(view);
      response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': picture.length }).end(picture);
      served++;
    };
    answer().catch(() => response.destroy());
  });
  const url = `http://127.0.0.1:${await listen(server, port)}`;
  return {
    ...addressesAt(url),
    served: () => served,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
