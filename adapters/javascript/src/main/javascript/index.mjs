// What an agent is given: its input, a place for its output, and the calls that Joch answers.
// Node only, no dependencies. A call whose service this installation lacks throws NotAvailable.

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';

/** The installation has no such service: a call that needs it can never succeed there. */
export class NotAvailable extends Error {
  constructor(service, variable) {
    super(
      `${service} is not part of this installation (${variable} is empty); ` +
        'run the agent where it is, or do without',
    );
    this.name = 'NotAvailable';
    this.service = service;
  }
}

/** Joch answered a call with a refusal (status, reason), or not at all (status 0). */
export class CallFailed extends Error {
  constructor(message, status = 0, reason = '') {
    super(message);
    this.name = 'CallFailed';
    this.status = status;
    this.reason = reason;
  }
}

const GATEWAY = ['tool gateway', 'JOCH_GATEWAY_URL'];
const ROUTER = ['model router', 'JOCH_ROUTER_URL'];
const TRACE = ['trace service', 'JOCH_TRACE_URL'];

function attribute(key, value) {
  if (typeof value === 'boolean') return { key, value: { boolValue: value } };
  if (Number.isSafeInteger(value)) return { key, value: { intValue: String(value) } };
  if (typeof value === 'number') return { key, value: { doubleValue: value } };
  if (typeof value === 'string') return { key, value: { stringValue: value } };
  return { key, value: { stringValue: JSON.stringify(value ?? null) } };
}

/** An agent's way to Joch. Who calls, for which execution and in which trace is added by itself. */
export class JochRuntime {
  #environment;

  constructor(environment = process.env) {
    this.#environment = environment;
    const execution = () => this.#execution();
    this.tools = {
      /** Calls a tool of the manifest; gives its result. */
      call: (name, input) =>
        this.#post(GATEWAY, '/v1/tool-calls', {
          executionRef: execution(),
          agentRef: { name: this.#environment.JOCH_AGENT ?? '' },
          toolRef: { name },
          input,
        }),
    };
    this.mcp = {
      /** Calls a method of an MCP server of the manifest. */
      call: (server, method, params = {}) =>
        this.#post(GATEWAY, `/v1/mcp/${encodeURIComponent(server)}/call`, {
          jsonrpc: '2.0',
          id: 1,
          method,
          params,
        }),
    };
    this.model = {
      /** Asks the model that the route of the agent chooses. */
      respond: (messages, parameters = {}) =>
        this.#post(ROUTER, '/v1/model/respond', { executionRef: execution(), messages, parameters }),
      /** The same in pieces, as they come. */
      stream: (messages, parameters = {}) => this.#stream(messages, parameters),
    };
    this.memory = {
      /** Reads from a memory of the manifest. */
      read: (name, query) =>
        this.#post(GATEWAY, `/v1/memory/${encodeURIComponent(name)}/query`, {
          query,
          context: execution(),
        }),
      /** Writes into a memory of the manifest. */
      write: (name, items) =>
        this.#post(GATEWAY, `/v1/memory/${encodeURIComponent(name)}/write`, {
          items,
          context: execution(),
        }),
    };
    this.rag = {
      /** Looks something up in a retrieval source of the manifest. */
      retrieve: (name, query) =>
        this.#post(GATEWAY, `/v1/rag/${encodeURIComponent(name)}/retrieve`, {
          query,
          context: execution(),
        }),
    };
    this.handoff = {
      /** Hands the task to another agent of the same namespace. */
      to: (agent, summary) =>
        this.#post(GATEWAY, '/v1/handoffs', {
          executionRef: execution(),
          agentRef: { name: agent },
          summary,
        }),
    };
    this.approval = {
      /** Asks people, and waits for their answer. */
      request: (title, details = {}) =>
        this.#post(GATEWAY, '/v1/approvals', { executionRef: execution(), title, details }),
    };
    this.artifact = {
      /** Leaves a file with the run; gives its address. */
      write: (name, content) => this.#artifact(name, content),
    };
    this.trace = {
      /** Records that something happened, as a span below the agent's own. */
      event: (name, payload = {}) => this.#event(name, payload),
    };
  }

  /** The input document: execution, agent, input. */
  async context() {
    return JSON.parse(await readFile(this.#file('JOCH_INPUT_FILE'), 'utf8'));
  }

  /** The manifest that the agent runs under. */
  async manifest() {
    return JSON.parse(await readFile(this.#file('JOCH_MANIFEST_FILE'), 'utf8'));
  }

  /** The token that proves who calls. Read anew each time: the worker renews it. */
  async token() {
    const file = this.#environment.JOCH_TOKEN_FILE;
    if (!file) return '';
    try {
      return (await readFile(file, 'utf8')).trim();
    } catch {
      return '';
    }
  }

  /** Writes the output, an object; the last one counts. */
  async writeOutput(output) {
    if (output === null || typeof output !== 'object' || Array.isArray(output)) {
      throw new TypeError('the output of an agent is an object');
    }
    const file = this.#file('JOCH_OUTPUT_FILE');
    await writeFile(`${file}.next`, JSON.stringify(output));
    await rename(`${file}.next`, file);
  }

  #file(variable) {
    const path = this.#environment[variable];
    if (!path) {
      throw new Error(`${variable} is not set: start the agent with joch run, or set it by hand`);
    }
    return path;
  }

  #execution() {
    return {
      name: this.#environment.JOCH_EXECUTION_ID ?? '',
      namespace: this.#environment.JOCH_NAMESPACE ?? '',
    };
  }

  async #artifact(name, content) {
    const folder = resolve(this.#file('JOCH_ARTIFACT_DIR'));
    const path = resolve(folder, name);
    if (!path.startsWith(folder + sep)) {
      throw new RangeError(`${name} is no name of a file in the folder`);
    }
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    const address = relative(folder, path).split(sep).join('/');
    return `artifact://exec/${this.#environment.JOCH_EXECUTION_ID ?? ''}/${address}`;
  }

  async #event(name, payload) {
    const parent = (this.#environment.TRACEPARENT ?? '').split('-');
    const traced = parent.length >= 4;
    const now = String(BigInt(Date.now()) * 1_000_000n);
    const span = {
      traceId: traced ? parent[1] : randomBytes(16).toString('hex'),
      spanId: randomBytes(8).toString('hex'),
      parentSpanId: traced ? parent[2] : '',
      name,
      kind: 1,
      startTimeUnixNano: now,
      endTimeUnixNano: now,
      attributes: Object.entries(payload).map(([key, value]) => attribute(key, value)),
    };
    const resource = [
      attribute('service.name', this.#environment.JOCH_AGENT ?? ''),
      attribute('joch.execution.id', this.#environment.JOCH_EXECUTION_ID ?? ''),
    ];
    await this.#post(TRACE, '/v1/traces', {
      resourceSpans: [
        {
          resource: { attributes: resource },
          scopeSpans: [{ scope: { name: 'joch-agent' }, spans: [span] }],
        },
      ],
    });
  }

  async *#stream(messages, parameters) {
    const answer = await this.#send(ROUTER, '/v1/model/stream', {
      executionRef: this.#execution(),
      messages,
      parameters,
    });
    let rest = '';
    for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + piece).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        if (line.startsWith('data:')) yield JSON.parse(line.slice('data:'.length));
      }
    }
  }

  async #post(target, path, body) {
    const answer = await this.#send(target, path, body);
    const text = await answer.text();
    return text.trim() ? JSON.parse(text) : {};
  }

  async #send([service, variable], path, body) {
    const base = (this.#environment[variable] ?? '').replace(/\/+$/, '');
    if (!base) throw new NotAvailable(service, variable);
    const headers = { 'content-type': 'application/json' };
    const token = await this.token();
    if (token) headers.authorization = `Bearer ${token}`;
    if (this.#environment.TRACEPARENT) headers.traceparent = this.#environment.TRACEPARENT;
    let answer;
    try {
      answer = await fetch(base + path, { method: 'POST', headers, body: JSON.stringify(body) });
    } catch (failed) {
      throw new CallFailed(`POST ${path}: the ${service} does not answer: ${failed.message}`);
    }
    if (!answer.ok) throw await refusal(path, answer);
    return answer;
  }
}

async function refusal(path, answer) {
  let problem = {};
  try {
    problem = (await answer.json()) ?? {};
  } catch {
    // whatever answered, it was not Joch: the status says all there is
  }
  const detail = problem.detail || `status ${answer.status}`;
  return new CallFailed(`POST ${path} was refused: ${detail}`, answer.status, problem.reason ?? '');
}
