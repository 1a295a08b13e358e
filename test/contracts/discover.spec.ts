import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { clientOf, startServer, type RpcReply, type RunningServer } from '../support/server.js';

/** Of an OpenRPC document, what a client goes by that knows nothing else. */
interface Document {
  readonly methods: readonly DescribedMethod[];
  readonly components: { readonly errors: Readonly<Record<string, { readonly code: number; readonly message: string }>> };
}

interface DescribedMethod {
  readonly name: string;
  readonly params: readonly { readonly name: string; readonly required: boolean; readonly schema: object }[];
  readonly result: { readonly schema: object };
  readonly errors: readonly { readonly $ref: string }[];
  readonly examples: readonly Example[];
}

interface Example {
  readonly name: string;
  readonly params: readonly { readonly name: string; readonly value: unknown }[];
  readonly result: { readonly value: unknown };
}

const committed = JSON.parse(readFileSync(new URL('../../openapi/openrpc.json', import.meta.url), 'utf8')) as Document;
const methods = committed.methods.map((method): [name: string, method: DescribedMethod] => [method.name, method]);
const removes = /\.(?:delete|drop|unregister|cancel)$/;
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

let server: RunningServer;
let strict: RunningServer;
let document: Document;
let ajv: Ajv2020;
/** What the server answered to each example. */
const answers = new Map<Example, RpcReply>();

beforeAll(async () => {
  server = await startServer();
  strict = await startServer({ RATE_LIMIT_PER_MINUTE: '1' });
  document = (await server.rpc('rpc.discover')).result as Document;
  ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false }).addSchema(document, 'openrpc');
  await callAll(document.methods.filter(({ name }) => !removes.test(name)));
  // What stands in something goes before it.
  await callAll(document.methods.filter(({ name }) => removes.test(name)).sort((left, right) => right.params.length - left.params.length));
});
afterAll(async () => {
  await server.stop();
  await strict.stop();
});

/** The ids that the examples show, and what the server gave instead. */
const given = new Map<string, string>();

/** Calls with every example, again those that were refused, as long as others have succeeded since: they may build on each other. */
async function callAll(described: readonly DescribedMethod[]): Promise<void> {
  let pending = described.flatMap(({ name, examples }) => examples.map((example) => ({ name, example })));
  for (let left = Infinity; pending.length < left;) {
    left = pending.length;
    const refused: typeof pending = [];
    for (const { name, example } of pending) {
      const reply = await server.rpc(name, paramsOf(example));
      answers.set(example, reply);
      if (reply.error === undefined) learnIds(example.result.value, reply.result);
      else refused.push({ name, example });
    }
    pending = refused;
  }
}

function paramsOf({ params }: Pick<Example, 'params'>): Record<string, unknown> {
  const shown = JSON.stringify(Object.fromEntries(params.map(({ name, value }) => [name, value])));
  return JSON.parse(shown.replace(uuid, (id) => given.get(id) ?? id)) as Record<string, unknown>;
}

function learnIds(shown: unknown, answered: unknown): void {
  const idsIn = (value: unknown): readonly string[] => JSON.stringify(value).match(uuid) ?? [];
  const [wanted, found] = [idsIn(shown), idsIn(answered)];
  if (wanted.length !== found.length) return;
  for (const [index, id] of wanted.entries()) if (!given.has(id)) given.set(id, found[index]!);
}

function validatorOf(schema: object): ValidateFunction {
  return ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openrpc#/')) as object);
}

/** The error of that code as the method lists it, without the example of its data. */
function listed({ errors }: DescribedMethod, code: number): { code: number; message: string } | undefined {
  const found = errors.map(({ $ref }) => document.components.errors[$ref.split('/').at(-1)!]!).find((error) => error.code === code);
  return found && { code, message: found.message };
}

test('rpc.discover answers the document that is committed', () => {
  expect(document).toEqual(committed);
});

/** Of these every parameter refuses one. */
const wrongs: readonly unknown[] = [{}, 1.5, 'x'.repeat(300), [1], { _x: 1 }, { public: 'x' }];

describe.each(methods)('%s', (name) => {
  const method = (): DescribedMethod => document.methods.find((each) => each.name === name)!;

  test('answers each of its examples with a result of the form that it promises', () => {
    const fits = validatorOf(method().result.schema);
    for (const example of method().examples) {
      const reply = answers.get(example)!;
      expect([example.name, reply.error, fits(reply.result), fits.errors]).toEqual([example.name, undefined, true, null]);
    }
  });

  test('answers what it does not take with the error that it lists, and names what is wrong', async () => {
    const [example] = method().examples;
    const invalid = listed(method(), -32602)!;
    expect(invalid).toBeDefined();
    expect((await server.rpc(name, [])).error).toEqual({ ...invalid, data: { params: expect.any(String) } });
    const required = method().params.filter((param) => param.required).map((param) => param.name);
    if (required.length > 0) expect(Object.keys((await server.rpc(name, {})).error?.data as object).sort()).toEqual(required.sort());
    for (const param of method().params) {
      const takes = validatorOf(param.schema);
      const wrong = wrongs.find((value): boolean => !takes(value));
      const { error } = await server.rpc(name, { ...paramsOf(example!), [param.name]: wrong });
      expect([param.name, error]).toEqual([param.name, { ...invalid, data: expect.objectContaining({ [param.name]: expect.any(String) }) }]);
    }
  });

  test('answers who may not call, or not so often, with the error that it lists', async () => {
    const params = paramsOf(method().examples[0]!);
    expect((await clientOf(server.url, 'wrong').rpc(name, params)).error).toEqual(listed(method(), 4));
    const { key } = (await (await server.request('/v1/keys', { body: { name: `no.${name}`, scopes: ['keys:admin'] } })).json()) as { key: string };
    const forbidden = listed(method(), 14);
    expect((await clientOf(server.url, key).rpc(name, params)).error).toEqual(forbidden && { ...forbidden, data: { scopes: expect.any(Array) } });
    await strict.rpc(name, params);
    expect((await strict.rpc(name, params)).error).toEqual(listed(method(), 9999));
  });
});
