/** Security headers. Nothing inline runs, nothing is loaded from elsewhere, no other page may frame this one. */
import fastifyHelmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

export const installHeaders = async (app: FastifyInstance): Promise<void> => {
  await app.register(fastifyHelmet, {
    // A nonce a request: Ant Design writes its styles at run time (`ConfigProvider csp`).
    enableCSPNonces: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'self'"],
        connectSrc: ["'self'"],
        fontSrc: ["'self'", 'data:'],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        manifestSrc: ["'self'"],
        mediaSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
      },
    },
    // The certificate is usually made here: a browser that once insisted on HTTPS could not be let in by hand any more.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
};
