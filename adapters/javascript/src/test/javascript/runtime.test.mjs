import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { CallFailed, JochRuntime, NotAvailable } from '../../main/javascript/index.mjs';

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const RUN = fileURLToPath(new URL('../../main/javascript/run.mjs', import.meta.url));

let server;
let folder;
let environment;
let joch;
let seen;
let answer;

before(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    seen.push({ path: request.url, headers: request.headers, body: JSON.parse(body) });
    response.writeHead(answer[0], { 'content-type': 'application/json' });
    response.end(typeof answer[1] === 'string' ? answer[1] : JSON.stringify(answer[1]));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  folder = await mkdtemp(join(tmpdir(), 'joch-'));
  await mkdir(join(folder, 'artifacts'));
});

after(async () => {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  seen = [];
  answer = [200, {}];
  await writeFile(join(folder, 'token'), 'secret\n');
  await writeFile(
    join(folder, 'input.json'),
    JSON.stringify({ execution: { name: 'exec-1' }, input: { text: 'hello' } }),
  );
  const url = `http://127.0.0.1:${server.address().port}`;
  environment = {
    JOCH_EXECUTION_ID: 'exec-1',
    JOCH_NAMESPACE: 'support',
    JOCH_AGENT: 'greeter',
    JOCH_GATEWAY_URL: url,
    JOCH_ROUTER_URL: '',
    JOCH_TRACE_URL: `${url}/`,
    JOCH_TOKEN_FILE: join(folder, 'token'),
    JOCH_INPUT_FILE: join(folder, 'input.json'),
    JOCH_OUTPUT_FILE: join(folder, 'output.json'),
    JOCH_ARTIFACT_DIR: join(folder, 'artifacts'),
    TRACEPARENT,
  };
  joch = new JochRuntime(environment);
});

test('a tool call names who calls', async () => {
  answer = [200, { status: { phase: 'Succeeded' } }];
  assert.deepEqual(await joch.tools.call('desk.search', { query: 'x' }), {
    status: { phase: 'Succeeded' },
  });
  assert.equal(seen[0].path, '/v1/tool-calls');
  assert.equal(seen[0].headers.authorization, 'Bearer secret');
  assert.equal(seen[0].headers.traceparent, TRACEPARENT);
  assert.deepEqual(seen[0].body.executionRef, { name: 'exec-1', namespace: 'support' });
  assert.deepEqual(seen[0].body.toolRef, { name: 'desk.search' });
});

test('the token is read anew', async () => {
  await writeFile(join(folder, 'token'), 'renewed');
  await joch.mcp.call('hand/book', 'tools/list');
  assert.equal(seen[0].path, '/v1/mcp/hand%2Fbook/call');
  assert.equal(seen[0].headers.authorization, 'Bearer renewed');
});

test('a refusal has its reason', async () => {
  answer = [403, { reason: 'POLICY_DENIED', detail: 'not on Sundays' }];
  await assert.rejects(joch.tools.call('desk.close', {}), (refused) => {
    assert.ok(refused instanceof CallFailed);
    assert.equal(refused.status, 403);
    assert.equal(refused.reason, 'POLICY_DENIED');
    assert.match(refused.message, /not on Sundays/);
    return true;
  });
});

test('a missing service is named', async () => {
  await assert.rejects(joch.model.respond([]), (missing) => {
    assert.ok(missing instanceof NotAvailable);
    assert.equal(missing.service, 'model router');
    assert.match(missing.message, /JOCH_ROUTER_URL/);
    return true;
  });
});

test('nobody answers', async () => {
  const alone = new JochRuntime({ ...environment, JOCH_ROUTER_URL: 'http://127.0.0.1:9' });
  await assert.rejects(alone.model.respond([]), (failed) => {
    assert.ok(failed instanceof CallFailed);
    assert.equal(failed.status, 0);
    return true;
  });
});

test('a stream comes in pieces', async () => {
  const alone = new JochRuntime({ ...environment, JOCH_ROUTER_URL: environment.JOCH_GATEWAY_URL });
  answer = [200, 'data: {"n":1}\n\ndata: {"n":2}\n\n'];
  const pieces = [];
  for await (const piece of alone.model.stream([])) pieces.push(piece);
  assert.deepEqual(pieces, [{ n: 1 }, { n: 2 }]);
});

test('an event is a span below the agent', async () => {
  await joch.trace.event('note.written', { n: 1, ok: true, x: 0.5, of: ['a'] });
  const resource = seen[0].body.resourceSpans[0];
  const span = resource.scopeSpans[0].spans[0];
  assert.equal(seen[0].path, '/v1/traces');
  assert.equal(span.traceId, '0af7651916cd43dd8448eb211c80319c');
  assert.equal(span.parentSpanId, 'b7ad6b7169203331');
  assert.equal(span.spanId.length, 16);
  assert.deepEqual(span.attributes[0], { key: 'n', value: { intValue: '1' } });
  assert.deepEqual(span.attributes[1], { key: 'ok', value: { boolValue: true } });
  assert.deepEqual(resource.resource.attributes[1], {
    key: 'joch.execution.id',
    value: { stringValue: 'exec-1' },
  });
});

test('an artifact stays in its folder', async () => {
  assert.equal(await joch.artifact.write('a/b.txt', 'hello'), 'artifact://exec/exec-1/a/b.txt');
  assert.equal(await readFile(join(folder, 'artifacts/a/b.txt'), 'utf8'), 'hello');
  for (const name of ['../x', '/etc/x', '.']) {
    await assert.rejects(joch.artifact.write(name, 'x'), RangeError);
  }
});

test('the output is an object', async () => {
  await joch.writeOutput({ a: 1 });
  assert.deepEqual(JSON.parse(await readFile(join(folder, 'output.json'), 'utf8')), { a: 1 });
  await assert.rejects(joch.writeOutput([1]), TypeError);
});

async function program(text, name = 'jochEntrypoint') {
  const file = join(folder, `agent-${Math.random()}.mjs`);
  await writeFile(file, text);
  return new Promise((done) => {
    execFile(
      process.execPath,
      [RUN, file, name],
      { env: { ...process.env, ...environment } },
      (failed, stdout, stderr) => done({ status: failed?.code ?? 0, stdout, stderr }),
    );
  });
}

test('a program runs an agent, which may import the runtime by its name', async () => {
  const ended = await program(
    "import { NotAvailable } from '@joch/runtime';\n" +
      "export const jochEntrypoint = (ctx) => ({ said: ctx.input.text, type: NotAvailable.name });\n",
  );
  assert.equal(ended.status, 0, ended.stderr);
  assert.deepEqual(JSON.parse(await readFile(join(folder, 'output.json'), 'utf8')), {
    said: 'hello',
    type: 'NotAvailable',
  });
});

test('a program tells how it failed', async () => {
  const ended = await program("export async function jochEntrypoint() { throw new Error('closed'); }\n");
  assert.equal(ended.status, 1);
  assert.match(ended.stderr, /Error: closed/);
  assert.deepEqual(JSON.parse(await readFile(join(folder, 'output.json'), 'utf8')), {
    error: { message: 'closed' },
  });
});

test('a module without the export is refused', async () => {
  const ended = await program('export const other = 1;\n');
  assert.equal(ended.status, 1);
  assert.match(ended.stderr, /exports no function jochEntrypoint/);
});
