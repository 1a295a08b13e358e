const text = { type: 'string', maxLength: 4_096 };
const whole = { type: 'integer', format: 'int64', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

/** Every header that REST replies carry, by name: what it tells, and when it is there. */
const replyHeaders: Readonly<Record<string, object>> = {
  'X-Request-Id': { description: 'The id of this request: the caller’s own, if it is sane, else a new one.', required: true, schema: text, example: '7d4a1c1e-6f0e-4a57-9a59-0d6c1f1f7b0a' },
  'Access-Control-Allow-Origin': { description: 'The origin of the page that calls, if it is one of `CORS_ORIGINS`.', schema: text, example: 'https://app.example.com' },
  'RateLimit': { description: 'What is left to this key, while a limit is set (draft-ietf-httpapi-ratelimit-headers).', schema: text, example: '"key";r=5999;t=60' },
  'RateLimit-Policy': { description: 'The limit of this key, while one is set.', schema: text, example: '"key";q=6000;w=60' },
  'Retry-After': { description: 'Seconds after which the request may be repeated.', schema: whole, example: 2 },
  'WWW-Authenticate': { description: 'How to present a key.', schema: text, example: 'Bearer' },
  'Location': { description: 'The address of what was created.', schema: text, example: '/v1/collections/GameScore' },
  'Link': { description: 'Other pages (RFC 8288): first, prev, next, last, each where there is one.', schema: text, example: '</v1/users?page=1>; rel="first", </v1/users?page=1>; rel="last"' },
  'X-Total-Count': { description: 'How many match, on all pages together.', schema: whole, example: 2 },
  'Preference-Applied': { description: 'That `Prefer: return=representation` was followed.', schema: { type: 'string', enum: ['return=representation'] } },
};

/** The header components of the OpenAPI document. */
export function headerComponents(): Record<string, object> {
  return { ...replyHeaders };
}

/** The named headers of a response, by reference. */
export function headerReferences(names: readonly string[]): Record<string, { $ref: string }> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
