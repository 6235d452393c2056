// Does one thing of the runtime client at a time, so that whoever runs it sees that it does.

import { CallFailed, NotAvailable } from '@joch/runtime';

async function denied(joch) {
  try {
    await joch.tools.call('desk.close', {});
    return { denied: false };
  } catch (refused) {
    if (!(refused instanceof CallFailed)) throw refused;
    return { denied: true, reason: refused.reason, status: refused.status };
  }
}

async function missing(joch) {
  try {
    await joch.tools.call('desk.search', {});
    return { missing: '' };
  } catch (failed) {
    if (!(failed instanceof NotAvailable)) throw failed;
    return { missing: failed.service };
  }
}

function wait() {
  console.log('waiting');
  // something to be waited for: a promise alone keeps no program alive
  return new Promise((done) => setTimeout(done, 1_000_000));
}

export async function jochEntrypoint(ctx, joch) {
  const message = { role: 'user', content: [{ kind: 'text', text: 'hello' }] };
  const steps = {
    echo: () => ({ agent: ctx.agent.name, execution: ctx.execution.name }),
    manifest: async () => ({ kind: (await joch.manifest()).kind }),
    log: () => console.log('a line for people'),
    artifact: async () => ({ address: await joch.artifact.write('out/note.md', 'noted') }),
    trace: () => joch.trace.event('conformance.event', { answer: 42, word: 'yes' }),
    tool: async () => ({ result: await joch.tools.call('desk.search', { query: 'x' }) }),
    mcp: async () => ({ result: await joch.mcp.call('handbook', 'tools/list', {}) }),
    model: async () => ({ result: await joch.model.respond([message]) }),
    denied: () => denied(joch),
    approval: async () => ({ result: await joch.approval.request('close the desk') }),
    missing: () => missing(joch),
    fail: () => {
      throw new Error('the desk is closed');
    },
    wait,
  };
  return steps[ctx.input.text]();
}
