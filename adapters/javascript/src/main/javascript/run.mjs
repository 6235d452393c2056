// Runs one agent: node run.mjs FILE EXPORT. The export is jochEntrypoint(context, joch); what it
// returns, or resolves to, is the output.

import { register } from 'node:module';
import { pathToFileURL } from 'node:url';

import { JochRuntime } from './index.mjs';

register('./resolve.mjs', import.meta.url);

const [, , file, name] = process.argv;
const joch = new JochRuntime();

async function main() {
  const module = await import(pathToFileURL(file).href);
  const entrypoint = module[name] ?? module.default?.[name];
  if (typeof entrypoint !== 'function') {
    throw new TypeError(`${file} exports no function ${name}; an agent is jochEntrypoint(ctx, joch)`);
  }
  const output = await entrypoint(await joch.context(), joch);
  await joch.writeOutput(output ?? {});
}

try {
  await main();
  process.exitCode = 0;
} catch (failed) {
  console.error(failed);
  await joch.writeOutput({ error: { message: failed?.message ?? String(failed) } });
  process.exitCode = 1;
}
// at once: what the agent left running must not keep the run alive
process.stdout.write('', () => process.exit());
