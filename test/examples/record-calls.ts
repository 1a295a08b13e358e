import type { RecordedCall } from '../../src/contract/example.js';
import { fieldsOf } from '../../src/contract/facts.js';
import { methods } from '../../src/contract/methods.js';
import { startServer } from '../support/server.js';
import { stopClock } from './clock.js';
import { Names } from './names.js';
import { story, type Exchange } from './story.js';

/** Plays the story over JSON-RPC: what each call was answered, by method. */
export async function recordCalls(): Promise<Record<string, RecordedCall[]>> {
  const clock = stopClock();
  const server = await startServer();
  const names = new Names();
  const recorded: Record<string, RecordedCall[]> = {};
  const result = async ({ method, params }: Exchange): Promise<unknown> => {
    const reply = await server.rpc(method.name, names.mean(params));
    if (reply.error !== undefined) throw new Error(`${method.name} was answered ${JSON.stringify(reply.error)}`);
    return reply.result as unknown;
  };
  try {
    for (const exchange of story.filter(({ method }) => methods.has(method.name))) {
      if (!exchange.method.isRead) clock.tick();
      const answer = names.show(abridged(await answered(exchange, () => result(exchange)), exchange));
      (recorded[exchange.method.name] ??= []).push({ name: exchange.name, params: inOrder(exchange), result: answer });
    }
    return recorded;
  } finally {
    await server.stop();
    clock.goOn();
  }
}

/** The parameters in the order in which the method declares them: there are tools that tell them by it. */
function inOrder({ method, params }: Exchange): Record<string, unknown> {
  return Object.fromEntries(fieldsOf(method.params).flatMap(({ name }) => (params[name] === undefined ? [] : [[name, params[name]]])));
}

/** The answer; asked for again until it is the one that the story tells of. */
export async function answered<T>({ until }: Exchange, ask: () => Promise<T>): Promise<T> {
  let answer = await ask();
  while (until?.(answer) === false) answer = await ask();
  return answer;
}

function abridged(answer: unknown, { shown }: Exchange): unknown {
  return shown === undefined ? answer : Object.fromEntries(shown.map((member) => [member, (answer as Readonly<Record<string, unknown>>)[member]]));
}
