import { problemOf, problems, type Problem } from '../contract/errors.js';
import { RpcError, rpcMessages } from '../contract/rpc-error.js';
import { code, generated, table } from './markdown.js';

/** What a caller of JSON-RPC should do about each code; a code without a line does not compile. */
const remedies: Record<keyof typeof rpcMessages, string> = {
  [-32700]: 'The body is not JSON. Look at what was really sent.',
  [-32600]: 'Not a request object, too deep, too large, or too many in a batch. Send `{ "jsonrpc": "2.0", "id", "method", "params" }`.',
  [-32601]: 'Compare the name with `/openrpc.json`; names are case-sensitive.',
  [-32602]: '`data` maps each wrong parameter to a sentence that says what would be right, all at once.',
  [-32603]: 'Our fault. The log has the cause, under the `X-Request-Id` of the reply.',
  4: 'Send a key that is known, not revoked, not expired, and from an address that it allows.',
  10: 'Only an upstream raises it: its session is not valid.',
  11: 'Only an upstream raises it: it wants a user to be logged in.',
  12: 'Only an upstream raises it: it wants a device ID.',
  13: 'The state forbids it; `data` says what stands in the way.',
  14: 'Use a key that has the scope; `data.scopes` names it.',
  9999: 'Wait as many seconds as `Retry-After` says; nothing was done.',
  [-11]: 'The upstream did not answer in time. A write may have been done: look before repeating it.',
  [-12]: 'The upstream’s answer is not one. A write may have been done.',
  [-13]: 'The upstream answered another status than it should. A write may have been done.',
};

/** docs/errors.md: the error table, as the server itself uses it. */
export function errorsDocument(): string {
  return `${generated}

# Errors

REST answers a mistake as a problem ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)), GraphQL as an error whose
\`extensions\` hold the same values, JSON-RPC as an error object. One table decides them all. A running server explains each
problem at \`/problems/{slug}\`, the address in \`type\`.

${table(['HTTP', 'problem', 'GraphQL `code`', 'repeat it?'], Object.entries<Problem>(problems).map(([slug, problem]) => [
    String(problem.status), `[${slug}](#${slug})`, problem.graphqlCode === undefined ? '–' : code(problem.graphqlCode), problem.isRetryable ? 'may succeed later' : 'no',
  ]))}

\`errors\` names each wrong parameter by the surface's own name for it. \`instance\` is the id of the request, also in
\`X-Request-Id\` and in the log. \`rpc\` is the error of the call behind it, where there was one.

${Object.entries<Problem>(problems).map(([slug, problem]) => `### ${slug}\n\n**${problem.status} ${problem.title}.** ${problem.meaning}\n\n${problem.remedy}`).join('\n\n')}

## JSON-RPC codes

HTTP is 200 also for an error, as clients of the hosted service expect. Too large a body is 413, and with \`RPC_STRICT_HTTP=true\` a wrong key is 401.

${table(['code', 'message', 'over REST and GraphQL', 'what to do'], codes().map((number) => [
    String(number), rpcMessages[number], code(problemOf(RpcError.of(number))), remedies[number],
  ]))}

-32602 is \`not-found\` where \`data\` says "not found" of the thing that the call is about, and \`already-exists\` where it says
that. Codes from 10000 on are an upstream's own and become \`application-error\`; any other becomes \`bad-upstream\`.
`;
}

function codes(): (keyof typeof rpcMessages)[] {
  return Object.keys(rpcMessages).map((text) => Number(text) as keyof typeof rpcMessages).sort((left, right) => left - right);
}
