import type { RecordedRequest } from './example.js';
import { recordedRequests } from './recorded-examples.js';
import type { Operation } from './sharing.js';

/** Shows, in each operation of an assembled document, requests that were sent and what they were answered. */
export function showExamples(operations: readonly Operation[]): void {
  for (const { operationId, requestBody, responses } of operations) {
    const recorded = recordedRequests[operationId] ?? [];
    show(requestBody, recorded, ({ body }) => body);
    for (const [status, response] of Object.entries(responses)) {
      show(response, recorded.filter((each) => each.status === Number(status)), ({ reply }) => reply);
    }
  }
}

function show(described: Operation['requestBody'] | Operation['responses'][string], recorded: readonly RecordedRequest[], bodyOf: (each: RecordedRequest) => unknown): void {
  const media = described?.content?.['application/json'];
  const shown = recorded.filter((each) => bodyOf(each) !== undefined);
  if (media === undefined || shown.length === 0) return;
  media.examples = Object.fromEntries(shown.map((each) => [keyOf(each.name), { summary: each.name, description: `\`${each.request}\``, value: bodyOf(each) }]));
}

/** What an example is called among those of the same body. */
function keyOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
