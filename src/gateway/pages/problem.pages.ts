import { problems, type Problem, type ProblemSlug } from '../../contract/errors.js';
import { recordedProblems } from '../documents/recorded-examples.js';
import { escapeHtml, page, prose } from './html.js';

/** The list of all problems. */
export function problemsPage(): string {
  const byStatus = Object.entries<Problem>(problems).sort(([, one], [, other]) => one.status - other.status);
  const rows = byStatus.map(([slug, { status, title, graphqlCode }]) =>
    `<tr><td>${status}</td><td><a href="/problems/${slug}">${escapeHtml(title)}</a></td><td>${graphqlCode === undefined ? '' : `<code>${graphqlCode.replaceAll('_', '_<wbr>')}</code>`}</td></tr>`);
  return page('Problems', `<h1>Problems</h1>
<p class="soft">What can go wrong, by HTTP status. GraphQL shows the same problems with the code on the right.</p>
<table>
<thead><tr><th>Status</th><th>Problem</th><th>GraphQL code</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`);
}

export function isProblemSlug(text: string): text is ProblemSlug {
  return Object.hasOwn(problems, text);
}

/** What one problem means, what to do about it, and how it looks. */
export function problemPage(slug: ProblemSlug): string {
  const { status, title, graphqlCode, isRetryable, meaning, remedy }: Problem = problems[slug];
  return page(title, `<p class="soft"><a href="/problems">Problems</a> / ${slug}</p>
<h1>${escapeHtml(title)}</h1>
<p class="soft">HTTP ${status}${graphqlCode === undefined ? '' : `, GraphQL code <code>${graphqlCode}</code>`}. ${isRetryable ? 'The same request may succeed later.' : 'The same request would fail again.'}</p>
<h2>What it means</h2>
<p>${prose(meaning)}</p>
<h2>What to do</h2>
<p>${prose(remedy)}</p>
<h2>An example</h2>
<pre><code>${escapeHtml(JSON.stringify(recordedProblems[slug], null, 2))}</code></pre>`);
}
