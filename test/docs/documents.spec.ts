import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { adminKey, startServer } from '../support/server.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** The getting-started documents, whose commands are run as they stand. */
const started = readdirSync(join(root, 'docs/start')).map((name) => join('docs/start', name));

interface Step {
  readonly command: string;
  /** What the document shows below the command, if anything. */
  readonly shown: { readonly language: string; readonly text: string } | undefined;
}

/** Every `sh` block, with the block that stands next if it shows an output. */
function stepsOf(text: string): Step[] {
  const blocks = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].map(([, language = '', content = '']) => ({ language, text: content }));
  return blocks.flatMap((block, index) => {
    const next = blocks[index + 1];
    return block.language === 'sh' ? [{ command: block.text, shown: next?.language === 'json' || next?.language === 'text' ? next : undefined }] : [];
  });
}

/** What a document shows may leave members out; "…" stands for any text. */
function asMatcher(shown: unknown): unknown {
  if (shown === '…') return expect.any(String);
  if (Array.isArray(shown)) return shown.map(asMatcher);
  if (typeof shown !== 'object' || shown === null) return shown;
  return expect.objectContaining(Object.fromEntries(Object.entries(shown).map(([name, value]) => [name, asMatcher(value)])));
}

test.each(started)('the commands of %s work when pasted in order, and print what is shown', async (file) => {
  const steps = stepsOf(readFileSync(join(root, file), 'utf8'));
  const end = '--- end of a step ---';
  const script = steps.map(({ command }) => `${command}\nprintf '\\n%s\\n' '${end}'`).join('\n');
  const server = await startServer();
  try {
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], { env: { PATH: process.env['PATH'], KEY: adminKey, API: server.url } });
    const outputs = stdout.split(`\n${end}\n`).slice(0, -1);
    expect(outputs).toHaveLength(steps.length);
    for (const [index, { shown }] of steps.entries()) {
      if (shown?.language === 'json') expect(JSON.parse(outputs[index]!)).toEqual(asMatcher(JSON.parse(shown.text)));
      else if (shown !== undefined) expect(outputs[index]!.trim()).toBe(shown.text.trim());
      else expect(outputs[index]!.trim()).not.toBe('');
    }
  } finally {
    await server.stop();
  }
});

/** Every document that somebody reads, with the links in it that lead to a file of this repository. */
const documents = ['README.md', 'CONTRIBUTING.md', ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md')).map((name) => join('docs', name))];

test.each(documents)('every link of %s leads to a file, and to a heading that is there', (file) => {
  const dead = [...readFileSync(join(root, file), 'utf8').matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link = '']) => link).filter((link) => {
    const [path = '', heading] = link.split('#');
    const target = path === '' ? join(root, file) : join(root, dirname(file), path);
    return !existsSync(target) || (heading !== undefined && !headingsOf(target).includes(heading));
  });
  expect(dead).toEqual([]);
});

test('every decision is listed, in order, by its number and its title', () => {
  const pages = readdirSync(join(root, 'docs/adr')).filter((name) => name !== 'README.md').sort();
  const rows = pages.map((name, index) => {
    const [, number, title] = /^# (\d+)\. (.+)$/m.exec(readFileSync(join(root, 'docs/adr', name), 'utf8'))!;
    expect([name, number]).toEqual([expect.stringMatching(new RegExp(`^0*${index + 1}-`)), String(index + 1)]);
    return `| ${number} | [${title}](${name}) |`;
  });
  const listed = [...readFileSync(join(root, 'docs/adr/README.md'), 'utf8').matchAll(/^(\| \d+ \| \S.*?\) \|) [A-Z].*\. \|$/gm)].map((match) => match[1]);
  expect(listed).toEqual(rows);
});

/** The anchors that GitHub gives headings. */
function headingsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));
}
