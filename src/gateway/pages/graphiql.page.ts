import { createHash } from 'node:crypto';
import { graphiqlStyle } from './mended-styles.js';

export interface ScriptedPage {
  readonly html: string;
  /** What its inline scripts are known by to a content policy. */
  readonly scriptHashes: readonly string[];
}

const firstQuery = `# Paste an API key below (Headers), then run.
{
  collections {
    name
    items(itemsInPage: 5) {
      totalItems
      items { id data createdAt }
    }
  }
}
`;

let rendered: Promise<ScriptedPage> | undefined;

/** GraphiQL in one page that needs nothing from elsewhere. Nine megabytes: loaded when it is first asked for. */
export function graphiqlPage(): Promise<ScriptedPage> {
  return (rendered ??= render());
}

async function render(): Promise<ScriptedPage> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const page = renderGraphiQL({
    title: 'GraphQL', endpoint: '/graphql', defaultQuery: firstQuery, favicon: 'data:,',
    headers: '{ "X-Monaca-Backend-Management-API-Key": "" }', additionalHeaders: {}, credentials: 'omit',
  });
  const html = page.replace('<head>', `<head><style>${graphiqlStyle}</style>`);
  const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((found) => found[1] ?? '');
  return { html, scriptHashes: scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`) };
}
