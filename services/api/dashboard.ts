/** The built dashboard: its files, and `index.html` for every page address it routes itself. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { notFound, sendRefusal } from './problems.ts';
import { publicPolicy } from './route.ts';

const noncePlaceholder = '__CSP_NONCE__';

/** Addresses that are never a page of the dashboard. Ids may hold dots, so only the endings of files count as files. */
const notPages =
  /^\/(api|socket\.io|docs|mqtt|assets)(\/|$|\?)|\.(js|css|map|json|txt|xml|ico|png|jpe?g|svg|webp|woff2?|mp3|webmanifest)(\?|$)/i;

export const installDashboard = async (app: FastifyInstance, folder: string | null): Promise<void> => {
  const page = folder && existsSync(join(folder, 'index.html')) ? readFileSync(join(folder, 'index.html'), 'utf8') : null;

  const sendPage = (reply: FastifyReply, html: string): FastifyReply =>
    reply
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(html.replaceAll(noncePlaceholder, reply.cspNonce.style));

  app.setNotFoundHandler((request, reply) => {
    const asksForPage = (request.method === 'GET' || request.method === 'HEAD') && !notPages.test(request.url);
    return page !== null && asksForPage ? sendPage(reply, page) : sendRefusal(reply, notFound);
  });
  if (folder === null || page === null) return;

  const config = { policy: publicPolicy };
  for (const url of ['/', '/index.html']) app.get(url, { config, schema: { hide: true } }, (_request, reply) => sendPage(reply, page));
  await app.register(async (scope) => {
    scope.addHook('onRoute', (options) => {
      options.config = { ...options.config, policy: publicPolicy };
      options.schema = { ...options.schema, hide: true };
    });
    await scope.register(fastifyStatic, {
      root: folder,
      index: false,
      cacheControl: false,
      // Names under /assets carry a hash of their content; whatever else lies there may change with an upgrade.
      setHeaders: (response, path) => {
        response.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  });
};
