import { escapeHtml, page } from './html.js';

/** What the start page tells of this process. */
export interface ServerFacts {
  /** Where the data are, in a few words: the kind of database or an upstream, without its address. */
  readonly backedBy: string;
}

export const serverFacts = Symbol('serverFacts');

/** The page at `/`: what runs here, and a first call that works when the key is put in. */
export function startPage(origin: string, { backedBy }: ServerFacts): string {
  const call = `curl ${origin}/v1/collections -H "Authorization: Bearer $KEY"`;
  return page('Backend', `<h1>Backend</h1>
<p class="soft">Users, schema-less collections and items, over REST, GraphQL and JSON-RPC. ${escapeHtml(backedBy)}.</p>
<table class="addresses">
<tbody>
<tr><th>REST</th><td><code>/v1</code></td><td><a href="/docs">try it</a>, <a href="/openapi.json">OpenAPI</a></td></tr>
<tr><th>GraphQL</th><td><code>/graphql</code></td><td><a href="/graphql">try it</a>, <a href="/schema.graphql">schema</a></td></tr>
<tr><th>JSON-RPC</th><td><code>/rpc</code></td><td><a href="/openrpc.json">OpenRPC</a></td></tr>
<tr><th>Problems</th><td><code>/problems</code></td><td><a href="/problems">what they mean</a></td></tr>
</tbody>
</table>
<h2>A first call</h2>
<p>With an API key (the first start prints one) in <code>KEY</code>:</p>
<pre><code>${escapeHtml(call)}</code></pre>
<p class="soft">A key administers every user and item. Keep it on servers; never ship it inside an app.</p>`);
}
