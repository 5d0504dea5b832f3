/** The HTTP side: Fastify with its guards, every route of the table, the API's own documents and the dashboard. */
import { randomUUID } from 'node:crypto';
import fastifyCookie from '@fastify/cookie';
import fastifyMultipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Fastify, { LogController } from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';
import { schoolsSeen } from '../core/access/policy.ts';
import type { Actor } from '../ports.ts';
import { installDashboard } from './dashboard.ts';
import type { ApiDeps } from './deps.ts';
import { installDocuments } from './documents.ts';
import { installGuard } from './guard.ts';
import { installHeaders } from './headers.ts';
import { installLimits } from './limits.ts';
import { installProblems, sendRefusal } from './problems.ts';
import type { Ask, Route } from './route.ts';
import { allRoutes } from './routes/table.ts';

/** Largest request body without a file. */
const bodyLimitBytes = 256 * 1024;
/** A form with a file: a phone's own picture is 3–8 MB, a county's organisation as a sheet less. */
const formLimits = { fileSize: 16 * 1024 * 1024, files: 1, fields: 20, fieldSize: 16 * 1024, parts: 24 };

const requestId = (given: string | string[] | undefined): string =>
  typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();

const askOf = (deps: ApiDeps, request: FastifyRequest, reply: FastifyReply): Ask<unknown, unknown, unknown> => {
  const actor = (): Actor => {
    if (!request.principal) throw new Error('a public route asked for its caller');
    return request.principal.actor;
  };
  return {
    params: request.params,
    query: request.query,
    body: request.body,
    caller: request.principal,
    get actor() {
      return actor();
    },
    schools: () => schoolsSeen(deps.world(), actor().org),
    request,
    reply,
  };
};

const addRoute = (app: FastifyInstance, deps: ApiDeps, route: Route): void => {
  const status = route.answer ? 200 : 204;
  app.route({
    method: route.method,
    url: route.url,
    config: { policy: route.policy },
    schema: {
      tags: [route.noun],
      summary: route.summary,
      ...(route.params ? { params: route.params } : {}),
      ...(route.query ? { querystring: route.query } : {}),
      ...(route.body ? { body: route.body } : {}),
      ...(route.answer && !route.produces ? { response: { [status]: route.answer } } : {}),
      ...(route.produces ? { produces: [route.produces] } : {}),
    },
    handler: async (request, reply) => {
      const outcome = await route.run(askOf(deps, request, reply));
      if (!outcome.ok) return sendRefusal(reply, outcome);
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
      if (!route.answer) return reply.code(204).send();
      if (!route.produces) return reply.send(outcome.value);
      if (!reply.hasHeader('content-type')) reply.type(route.produces);
      return reply.send(outcome.value instanceof Uint8Array ? Buffer.from(outcome.value) : outcome.value);
    },
  });
};

/** JSON bodies as Fastify reads them, but a body that is not there is no error: a POST may say all in its address. */
const takeEmptyJson = (app: FastifyInstance): void => {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    request.rawBody = body.toString();
    if (body.length === 0) done(null, undefined);
    else void parse(request, body.toString(), done);
  });
};

/**
 * Builds the HTTP side without listening. Its `server` is the plain listener; `httpsServer` in `listeners.ts` puts a
 * second, encrypted door before the same routes.
 */
export const createApi = async (deps: ApiDeps): Promise<FastifyInstance> => {
  const app: FastifyInstance = Fastify({
    loggerInstance: deps.log,
    // Acts are on the audit chain; a line a request would only bury what matters.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    // One hop: with more, the first address of X-Forwarded-For would be believed, and that one anybody may write.
    trustProxy: deps.settings.trustProxy ? (_address, hop) => hop === 0 : false,
    requestIdHeader: false,
    genReqId: (request) => requestId(request.headers['x-request-id']),
    requestTimeout: 30_000,
  });
  app.setValidatorCompiler(validatorCompiler);
  // Answers are documents already typed by their routes; checking 500 of them again would cost more than reading them (README, decisions).
  app.setSerializerCompiler(() => JSON.stringify);
  // Whoever listens on the server, closing does not wait for a browser that keeps its connection.
  app.addHook('preClose', (done) => {
    app.server.closeAllConnections();
    done();
  });
  takeEmptyJson(app);
  // Read by the CAP side's own guarded reader, never by a general one.
  app.addContentTypeParser(['application/cap+xml', 'application/xml', 'text/xml'], { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  installProblems(app);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  await installHeaders(app);
  installGuard(app, deps);
  await app.register(fastifyCookie);
  await app.register(fastifyMultipart, { limits: formLimits });
  await installLimits(app);
  await installDocuments(app, deps.settings.version);
  for (const route of allRoutes(deps)) addRoute(app, deps, route);
  await installDashboard(app, deps.settings.dashboardFolder);
  return app;
};
