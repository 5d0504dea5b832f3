/**
 * How an operator's command asks the running server: one line of JSON each way over a socket in the data folder that
 * only its owner may open. Whoever can open it could read the database beside it too.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { type OperatorContext, Refused, runCommand } from './command.ts';
import { commands } from './index.ts';

const requestSchema = z.object({ command: z.string(), args: z.unknown() });
const answerSchema = z.union([
  z.object({ answer: z.record(z.string(), z.unknown()) }),
  z.object({ refused: z.string() }),
  z.object({ failed: z.string() }),
]);
export type Answer = z.infer<typeof answerSchema>;

/** Longest request: an organisation of many thousand devices as one text. */
const maxLineBytes = 64 * 1024 * 1024;
/** The kernel's limit of a socket's path (`sun_path`), the ending zero included; macOS has the smaller one. */
const maxSocketPath = 103;

/** Where the socket is; on Windows a named pipe named after the folder. */
export const operatorSocket = (dataFolder: string): string => {
  if (process.platform === 'win32')
    return `\\\\.\\pipe\\campus-watch-${createHash('sha256').update(path.resolve(dataFolder)).digest('hex').slice(0, 32)}`;
  const absolute = path.join(dataFolder, 'operator.sock');
  const relative = path.relative(process.cwd(), absolute);
  return absolute.length <= maxSocketPath || relative.length >= absolute.length ? absolute : relative;
};

/** The lines a socket brings; ends the connection when one is too long. */
async function* linesOf(socket: net.Socket): AsyncGenerator<string> {
  let rest = '';
  socket.setEncoding('utf8');
  for await (const part of socket as AsyncIterable<string>) {
    const pieces = (rest + part).split('\n');
    rest = pieces.pop() ?? '';
    yield* pieces;
    if (rest.length > maxLineBytes) return;
  }
}

const answerTo = async (context: OperatorContext, line: string): Promise<Answer> => {
  try {
    const { command, args } = requestSchema.parse(JSON.parse(line));
    const spec = commands.find((candidate) => candidate.name === command);
    if (!spec) return { refused: `this server does not know the command '${command}'` };
    return { answer: { ...(await runCommand(spec, context, args)) } };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return error instanceof Refused ? { refused: message } : { failed: message };
  }
};

const serveOne = async (socket: net.Socket, context: OperatorContext): Promise<void> => {
  for await (const line of linesOf(socket)) socket.write(`${JSON.stringify(await answerTo(context, line))}\n`);
  socket.end();
};

/** Answers operators' commands until `stop`. The caller holds the data folder's lock: a socket found there is a dead one's. */
export const serveOperator = async (dataFolder: string, context: OperatorContext): Promise<{ stop: () => Promise<void> }> => {
  const address = operatorSocket(dataFolder);
  const open = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    serveOne(socket, context).catch(() => socket.destroy());
  });
  if (process.platform !== 'win32') fs.rmSync(address, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // Made for its owner alone from its first moment, not only after a later chmod; the file appears within `listen`.
    const mask = process.umask(0o177);
    server.listen(address, () => resolve());
    process.umask(mask);
  });
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
};

/** Asks the server of this data folder; null when none is running. */
export const askServer = (dataFolder: string, command: string, args: object): Promise<Answer | null> =>
  new Promise((resolve, reject) => {
    const socket = net.connect(operatorSocket(dataFolder));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(null);
      else reject(error);
    });
    socket.once('connect', () => {
      const firstLine = async (): Promise<Answer> => {
        for await (const line of linesOf(socket)) return answerSchema.parse(JSON.parse(line));
        throw new Error('the server went away before it answered; whether the command was carried out must be looked up');
      };
      socket.write(`${JSON.stringify({ command, args })}\n`);
      firstLine()
        .then(resolve, reject)
        .finally(() => socket.destroy());
    });
  });
