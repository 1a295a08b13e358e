import type { RecordedCall, RecordedError } from '../../src/contract/example.js';
import type { RecordedProblem, RecordedRequest } from '../../src/gateway/documents/example.js';

/** All that is recorded, by the names under which the sources know it. */
export interface Recorded {
  readonly recordedCalls: Readonly<Record<string, readonly RecordedCall[]>>;
  readonly recordedErrors: Readonly<Record<string, RecordedError>>;
  readonly recordedRequests: Readonly<Record<string, readonly RecordedRequest[]>>;
  readonly recordedProblems: Readonly<Record<string, RecordedProblem>>;
  readonly recordedHeaders: Readonly<Record<string, string>>;
}

const [ofContract, ofGateway] = ['src/contract/recorded-examples.ts', 'src/gateway/documents/recorded-examples.ts'] as const;
export const moduleFiles: readonly string[] = [ofContract, ofGateway];

const head = '// What the server answered when the examples were recorded last (npm run examples). Not to be edited: a test compares.\n';

/** The modules in which it is kept, by their path: one line an example, so that a change is a small one. */
export function modulesOf(recorded: Recorded): Record<string, string> {
  return {
    [ofContract]: `${head}import type { RecordedCall, RecordedError } from './example.js';
${constant('recordedCalls', 'Readonly<Record<string, readonly RecordedCall[]>>', recorded.recordedCalls)}${constant('recordedErrors', 'Readonly<Record<string, RecordedError>>', recorded.recordedErrors)}`,
    [ofGateway]: `${head}import type { RecordedProblem, RecordedRequest } from './example.js';
${constant('recordedRequests', 'Readonly<Record<string, readonly RecordedRequest[]>>', recorded.recordedRequests)}${constant('recordedProblems', 'Readonly<Record<string, RecordedProblem>>', recorded.recordedProblems)}${constant('recordedHeaders', 'Readonly<Record<string, string>>', recorded.recordedHeaders)}`,
  };
}

function constant(name: string, type: string, value: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(value).map(([key, each]) => (Array.isArray(each)
    ? `  ${JSON.stringify(key)}: [\n${each.map((one) => `    ${JSON.stringify(one)},\n`).join('')}  ],\n`
    : `  ${JSON.stringify(key)}: ${JSON.stringify(each)},\n`));
  return `\nexport const ${name}: ${type} = {\n${lines.join('')}};\n`;
}
