/** The one way errors leave: RFC 9457 problem documents with a stable `code`; what went wrong inside stays inside. */
import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { Problem } from '../contracts/http.ts';

export interface Refusal {
  readonly ok: false;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
}

export const refuse = (status: number, code: string, detail: string): Refusal => ({ ok: false, status, code, detail });

/** The same words for what is not there and for what lies outside the caller's branch: neither may show which. */
export const notFound = refuse(404, 'not_found', 'There is nothing here under this address, or not for you.');

export const problemOf = (status: number, code: string, detail: string, errors?: Problem['errors']): Problem => ({
  type: `urn:campus-watch:problem:${code}`,
  title: STATUS_CODES[status] ?? 'Error',
  status,
  code,
  detail,
  ...(errors ? { errors } : {}),
});

export const sendProblem = (reply: FastifyReply, problem: Problem): FastifyReply =>
  reply.code(problem.status).type('application/problem+json').serializer(JSON.stringify).send(problem);

export const sendRefusal = (reply: FastifyReply, { status, code, detail }: Refusal): FastifyReply => {
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  return sendProblem(reply, problemOf(status, code, detail));
};

/** Codes for what Fastify itself refuses before a route is asked. */
const codeOfStatus: Readonly<Record<number, string>> = {
  400: 'invalid_request',
  404: 'not_found',
  413: 'body_too_large',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
};

const problemFrom = (error: FastifyError): Problem => {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const where = error.validationContext ?? 'request';
    const errors = error.validation.map((issue) => ({
      path: `${where}${issue.instancePath.replaceAll('/', '.')}`,
      message: issue.message ?? 'invalid',
    }));
    return problemOf(400, 'invalid_request', 'The request does not have the form this address needs.', errors);
  }
  const status = error.statusCode ?? 500;
  if (status >= 500) return problemOf(500, 'internal_error', 'Something failed here; the log has it under this request id.');
  return problemOf(status, codeOfStatus[status] ?? 'invalid_request', error.message);
};

export const installProblems = (app: FastifyInstance): void => {
  app.setErrorHandler((error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const problem = problemFrom(error);
    if (problem.status >= 500) request.log.error({ err: error }, 'request failed');
    return sendProblem(reply, problem);
  });
};
