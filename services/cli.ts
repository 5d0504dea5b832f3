/** `npm run campus -- <command>`. */
import { environmentWithFile, loadConfig } from './config.ts';
import { runCommandLine } from './operator/command-line.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), {
  config: loadConfig(environmentWithFile(process.env)),
  loadRoot: async () => (await import('./app.ts')).operatorRoot,
  now: () => Date.now(),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
