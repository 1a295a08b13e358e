import type { Settings } from './settings.js';
import { placeOf } from './storage/open-store.js';

/** What a start prints: where everything is, and on the very first one the key that opens it. */
export function welcome(settings: Settings, url: string, firstKey: string | undefined): string {
  const lines = [
    '',
    `  Ready at ${url}`,
    '',
    `  REST      ${url}/v1        try it at ${url}/docs`,
    `  GraphQL   ${url}/graphql   in a browser too`,
    `  JSON-RPC  ${url}/rpc       described at ${url}/openrpc.json`,
    '',
    settings.managementApiUrl === undefined ? `  Data in ${placeOf(settings.databaseUrl)}` : `  Calls go to ${new URL(settings.managementApiUrl).origin}`,
    '',
    '  Ctrl-C stops it.',
    '',
  ];
  if (firstKey !== undefined) {
    lines.push(
      '  Your admin key, shown this once and stored only as a hash:',
      '',
      `    ${firstKey}`,
      '',
      '  Try it:',
      '',
      `    curl ${url}/v1/collections -H 'X-Monaca-Backend-Management-API-Key: ${firstKey}'`,
      '',
    );
  }
  return `${lines.join('\n')}\n`;
}
