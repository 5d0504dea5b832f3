/** What an operator's command is. Each is one entry of the registry in `index.ts`; the command line is made from it. */
import { z } from 'zod';
import type { SheetOffice } from '../acts/organisation.ts';
import type { Device } from '../contracts/place.ts';
import type { Role } from '../contracts/values.ts';
import type { Turn } from '../core/turn.ts';
import type { World } from '../core/world.ts';
import type { Clock, Commit, Credentials, Facts } from '../ports.ts';

/** What the commands work on: the running server's own parts, or the same parts over a store that no server holds. */
export interface OperatorContext {
  readonly clock: Clock;
  readonly world: () => World;
  readonly commit: Commit;
  readonly facts: Pick<Facts, 'get'>;
  readonly workbooks: SheetOffice;
  readonly credentials: Credentials;
  readonly accounts: {
    setPassword(person: string, password: string): Promise<void>;
    closeSessionsOf(person: string): void;
    /** `org` null = the whole installation. */
    createToken(role: Role, org: string | null, label: string): { readonly id: string; readonly token: string };
    revokeToken(id: string): boolean;
    tokens(): readonly {
      readonly id: string;
      readonly role: Role;
      readonly org: string;
      readonly label: string;
      readonly createdAt: number;
    }[];
  };
  /** What follows from a device being registered, in the same turn: the time by which it must be heard of. */
  readonly enrolled: (turn: Turn, device: Device) => void;
  /** Screens of people and tokens whose rights have changed are looked at again at once. */
  readonly rightsChanged: () => void;
  /** Ends the connection of an identity whose secret no longer stands. */
  readonly disconnect: (identity: string) => void;
}

/** A command that cannot be carried out: said to the person, no stack. */
export class Refused extends Error {}

export const refuse: (message: string) => never = (message) => {
  throw new Refused(message);
};

/** Refuses when there is a reason to. */
export const refuseIf = (reason: string | null): void => {
  if (reason !== null) refuse(reason);
};

/** What stands before the base64 of a file that is no text, where a command asks for a file's text. */
export const binaryPrefix = 'base64:';

/** Who the audit chain says acted. */
export const operator = 'operator';

/** How an argument is shown and typed; its zod shape gives name, meaning and whether it is needed. */
export type Args = z.ZodObject;

export interface Command<A extends Args = Args, C = OperatorContext> {
  /** As typed, e.g. `device add`. */
  readonly name: string;
  readonly summary: string;
  readonly args: A;
  /** Names of the arguments given by position, in order; the others are `--options`. */
  readonly positional?: readonly string[];
  /** The answer, as one JSON object. */
  readonly run: (context: C, args: z.output<A>) => object | Promise<object>;
  /** An argument that is a path on the command line and that file's text where the command runs. */
  readonly textOf?: string;
  /** What is left to do with the answer where the command line runs. */
  readonly after?: (answer: object, args: Readonly<Record<string, unknown>>) => object;
  /** False when the answer itself says that something is wrong: it is printed, and the exit code is 1. */
  readonly good?: (answer: object) => boolean;
}

/** Keeps the arguments' type inside and lets a registry hold commands of all kinds. */
export const command = <A extends Args, C = OperatorContext>(spec: Command<A, C>): Command<Args, C> => spec as unknown as Command<Args, C>;

/** Runs a command with arguments that came from outside: the command line or the socket. */
export const runCommand = async <C>(spec: Command<Args, C>, context: C, args: unknown): Promise<object> => {
  const parsed = spec.args.safeParse(args);
  if (!parsed.success) return refuse(z.prettifyError(parsed.error));
  return spec.run(context, parsed.data);
};
