import type { JsonSchema } from '../../contract/facts.js';
import { recordedHeaders } from './recorded-examples.js';

const text = { type: 'string', maxLength: 4_096 };
const whole = { type: 'integer', format: 'int64', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

/** Every header that REST replies carry, by name: what it tells, and when it is there. */
const replyHeaders: Readonly<Record<string, { readonly description: string; readonly required?: true; readonly schema: JsonSchema }>> = {
  'X-Request-Id': { description: 'The id of this request: the caller’s own, if it is sane, else a new one.', required: true, schema: text },
  'Access-Control-Allow-Origin': { description: 'The origin of the page that calls, if it is one of `CORS_ORIGINS`.', schema: text },
  'RateLimit': { description: 'What is left to this key, while a limit is set (draft-ietf-httpapi-ratelimit-headers).', schema: text },
  'RateLimit-Policy': { description: 'The limit of this key, while one is set.', schema: text },
  'Retry-After': { description: 'Seconds after which the request may be repeated.', schema: whole },
  'WWW-Authenticate': { description: 'How to present a key.', schema: text },
  'Location': { description: 'The address of what was created.', schema: text },
  'Link': { description: 'Other pages (RFC 8288): first, prev, next, last, each where there is one.', schema: text },
  'X-Total-Count': { description: 'How many match, on all pages together.', schema: whole },
  'Preference-Applied': { description: 'That `Prefer: return=representation` was followed.', schema: { type: 'string', enum: ['return=representation'] } },
};

/** The headers that are described. */
export const headerNames: readonly string[] = Object.keys(replyHeaders);

/** The header components of the OpenAPI document, each with what one was. */
export function headerComponents(): Record<string, object> {
  return Object.fromEntries(Object.entries(replyHeaders).map(([name, header]) => {
    const example = recordedHeaders[name];
    return [name, { ...header, ...(example !== undefined && { example: header.schema['type'] === 'integer' ? Number(example) : example }) }];
  }));
}

/** The named headers of a response, by reference. */
export function headerReferences(names: readonly string[]): Record<string, { $ref: string }> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
