/** The secrets of `channels.yaml`, from the environment or from files named there; everything missing or odd at once. */
import type { Channel, ConfiguredChannel } from './core/notices/channels.ts';
import { needsSecret, secretFault, secretNameOf } from './core/notices/channels.ts';
import type { Outcome, ReadFile } from './environment.ts';
import { isChannelSecret } from './environment.ts';

type Given = Readonly<Record<string, string | undefined>>;

/** The secret itself, or what is wrong with it, never with the secret in the words. */
const secretOf = (channel: Channel, env: Given, readFile: ReadFile): Outcome<string> => {
  const name = secretNameOf(channel.id);
  const direct = env[name]?.trim();
  const file = env[`${name}_FILE`]?.trim();
  const refuse = (error: string): Outcome<string> => ({ ok: false, errors: [error] });
  if (direct && file) return refuse(`${name}: set it or ${name}_FILE, not both`);
  let secret = direct ?? '';
  if (file) {
    try {
      secret = readFile(file).trim();
    } catch (error) {
      return refuse(`${name}_FILE: cannot read ${file} (${error instanceof Error ? error.message : String(error)})`);
    }
  }
  if (!needsSecret(channel)) return { ok: true, value: '' };
  if (secret === '') return refuse(`${name}: the secret of channel ${channel.id} is missing (or ${name}_FILE)`);
  const fault = secretFault(channel, secret);
  return fault === null ? { ok: true, value: secret } : refuse(`${name}: ${fault}`);
};

/** A secret for which there is no channel is a misspelt one, or a channel that somebody forgot to write down. */
const strayNames = (channels: readonly Channel[], env: Given): string[] => {
  const known = new Set(channels.flatMap(({ id }) => [secretNameOf(id), `${secretNameOf(id)}_FILE`]));
  return Object.keys(env).filter((name) => isChannelSecret(name) && !known.has(name));
};

export const withSecrets = (channels: readonly Channel[], env: Given, readFile: ReadFile): Outcome<ConfiguredChannel[]> => {
  const errors = strayNames(channels, env).map((name) => `${name}: no channel in channels.yaml has this secret`);
  const configured: ConfiguredChannel[] = [];
  for (const channel of channels) {
    const secret = secretOf(channel, env, readFile);
    if (secret.ok) configured.push({ channel, secret: secret.value });
    else errors.push(...secret.errors);
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value: configured };
};
