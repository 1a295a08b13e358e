import { headerNames } from '../../src/gateway/documents/headers.js';
import { Names } from './names.js';

/** Takes note of those headers of a reply that the documents describe and that nobody has met yet. */
export function recordHeaders(recorded: Record<string, string>, headers: Headers, names: Names): void {
  for (const name of headerNames) {
    const value = headers.get(name);
    // The id of a request is no id of anything in the story.
    if (value !== null) recorded[name] ??= (name === 'X-Request-Id' ? new Names() : names).show(value);
  }
}
