/** What the API says about itself: `/openapi.json`, and a page to read it at `/docs`. */
import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { cookieName } from '../core/access/browser.ts';
import { publicPolicy } from './route.ts';

export const installDocuments = async (app: FastifyInstance, version: string): Promise<void> => {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '校园守望 Campus Watch',
        version,
        description: 'Times are epoch milliseconds UTC. Errors are problem documents (RFC 9457) with a stable `code`.',
      },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: cookieName(true) },
        },
      },
      security: [{ token: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
  });
  await app.register(async (scope) => {
    // The plugin's own routes show the document and the page, nothing of any school.
    scope.addHook('onRoute', (options) => {
      options.config = { ...options.config, policy: publicPolicy };
    });
    await scope.register(fastifySwaggerUi, {
      routePrefix: '/docs',
      uiConfig: { docExpansion: 'none', validatorUrl: null },
      staticCSP: true,
      transformStaticCSP: (policy) =>
        policy.replace('upgrade-insecure-requests;', '').replaceAll(' https:', '').replace(' validator.swagger.io', ''),
    });
  });
  app.get('/openapi.json', { config: { policy: publicPolicy }, schema: { hide: true } }, () => app.swagger());
};
