/** `npm run campus -- …`: the command line made from the registries, and where each command is carried out. */
import fs from 'node:fs';
import { CommanderError, Option, Command as Program } from 'commander';
import type { z } from 'zod';
import type { Config } from '../config.ts';
import type { Outcome } from '../environment.ts';
import { type Args, binaryPrefix, type Command, type OperatorContext, Refused, refuse, runCommand } from './command.ts';
import { commands } from './index.ts';
import { type BesideServer, localCommands } from './local.ts';
import { people } from './people-text.ts';
import { askServer } from './socket.ts';

export type OpenedContext =
  | { readonly ok: true; readonly context: OperatorContext; close(): void }
  | { readonly ok: false; readonly detail: string };

/** What `services/app.ts` gives the command line; it is loaded only by the commands that need it. */
export interface OperatorRoot {
  /** Opens the store under the server's lock. */
  openAlone(config: Config): OpenedContext;
  beside(config: Config): BesideServer;
}

export interface Surroundings {
  readonly config: Outcome<Config>;
  readonly loadRoot: () => Promise<OperatorRoot>;
  readonly now: () => number;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** How long a server may take to come or go while a command waits for it. */
const patienceMs = 10_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks the running server, or opens the store under its lock; between a start and its socket it waits a little. */
const onOrganisation = async (surroundings: Surroundings, spec: Command, args: object): Promise<object> => {
  if (!surroundings.config.ok) return refuse(surroundings.config.errors.join('\n'));
  const config = surroundings.config.value;
  for (const began = Date.now(); ; await pause(200)) {
    const answer = await askServer(config.dataFolder, spec.name, args);
    if (answer && 'answer' in answer) return answer.answer;
    if (answer) return refuse('refused' in answer ? answer.refused : `the server failed: ${answer.failed}`);
    const opened = (await surroundings.loadRoot()).openAlone(config);
    if (opened.ok) {
      try {
        return await runCommand(spec, opened.context, args);
      } finally {
        opened.close();
      }
    }
    if (Date.now() - began > patienceMs) return refuse(opened.detail);
  }
};

/** A file's text; a zip (a workbook) as base64. */
const textOfFile = (file: string): string => {
  const bytes = fs.readFileSync(file);
  return bytes.toString('latin1', 0, 4) === 'PK\u0003\u0004' ? binaryPrefix + bytes.toString('base64') : bytes.toString('utf8');
};

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const isNeeded = (shape: z.ZodType): boolean => !shape.safeParse(undefined).success;
const isList = (shape: z.ZodType): boolean => shape.safeParse(['x']).success && !shape.safeParse('x').success;

const optionOf = (name: string, shape: z.ZodType): Option => {
  const value = isList(shape) ? '<value...>' : '<value>';
  const fallback = shape.safeParse(undefined).data;
  const shown = fallback === undefined || Array.isArray(fallback) ? '' : ` (${String(fallback)})`;
  return new Option(`--${kebab(name)} ${value}`, `${shape.description ?? ''}${shown}`).makeOptionMandatory(isNeeded(shape));
};

type Run = (args: object) => Promise<object>;

/** One command of the registry as one of the command line's; what it answers and fails with goes through `finish`. */
const addLeaf = <C>(
  parent: Program,
  spec: Command<Args, C>,
  run: Run,
  finish: (json: boolean, spec: Pick<Command, 'name' | 'good'>, run: () => Promise<object>) => Promise<void>,
): void => {
  const positional = spec.positional ?? [];
  const leaf = parent.command(spec.name.split(' ').at(-1) ?? spec.name).description(spec.summary);
  const shapes = Object.entries(spec.args.shape) as [string, z.ZodType][];
  for (const [name, shape] of shapes) {
    if (positional.includes(name)) leaf.argument(isNeeded(shape) ? `<${kebab(name)}>` : `[${kebab(name)}]`, shape.description);
    else leaf.addOption(optionOf(name, shape));
  }
  leaf.option('--json', 'exactly one JSON object on stdout');
  leaf.action(async (...given: unknown[]) => {
    const { json = false, ...options } = leaf.opts<{ json?: boolean } & Record<string, unknown>>();
    const placed = Object.fromEntries(positional.map((name, i) => [name, given[i]]).filter(([, value]) => value !== undefined));
    const typed: Record<string, unknown> = { ...options, ...placed };
    await finish(json, spec, async () => {
      const { textOf, after } = spec;
      const answer = await run(textOf === undefined ? typed : { ...typed, [textOf]: textOfFile(String(typed[textOf])) });
      return after ? after(answer, typed) : answer;
    });
  });
};

/** Runs one command line; the answer is the exit code. */
export const runCommandLine = async (argv: readonly string[], surroundings: Surroundings): Promise<number> => {
  let code = 0;
  const asJson = argv.includes('--json');
  const fail = (message: string): void => {
    code = 1;
    surroundings.err(`${message}\n`);
    if (asJson) surroundings.out(`${JSON.stringify({ error: message })}\n`);
  };
  const finish = async (json: boolean, spec: Pick<Command, 'name' | 'good'>, run: () => Promise<object>): Promise<void> => {
    const answer = await run();
    surroundings.out(json ? `${JSON.stringify(answer)}\n` : people(answer));
    if (spec.good?.(answer) === false) code = 1;
  };
  const program = new Program('campus').description('operator’s commands of Campus Watch; beside a running server they ask it');
  program.exitOverride().configureOutput({ writeOut: surroundings.out, writeErr: () => undefined });
  const groups = new Map<string, Program>();
  const groupOf = (name: string): Program => {
    const [first, second] = name.split(' ');
    if (first === undefined || second === undefined) return program;
    const known = groups.get(first) ?? program.command(first).description(`${first} …`);
    groups.set(first, known);
    return known;
  };
  for (const spec of commands) addLeaf(groupOf(spec.name), spec, (args) => onOrganisation(surroundings, spec, args), finish);
  const local = {
    now: surroundings.now(),
    config: surroundings.config,
    beside: async (config: Config) => (await surroundings.loadRoot()).beside(config),
  };
  for (const spec of localCommands) addLeaf(groupOf(spec.name), spec, (args) => runCommand(spec, local, args), finish);
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode !== 0) fail(error.message === '(outputHelp)' ? program.helpInformation() : error.message.replace(/^error: /, ''));
    } else if (error instanceof Refused) fail(error.message);
    else fail(error instanceof Error ? error.message : String(error));
  }
  return code;
};
