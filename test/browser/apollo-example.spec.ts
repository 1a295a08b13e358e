import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { commandsOf } from '../docs/support/readme.js';
import { describeInChromium, launchChromium } from '../support/chromium.js';
import { freePort } from '../support/free-port.mjs';
import { adminKey, startServer, type RunningServer } from '../support/server.js';

const folder = fileURLToPath(new URL('../../examples/apollo/', import.meta.url));

describeInChromium('the page of the Apollo Client example', () => {
  let server: RunningServer;
  let bundler: ChildProcess;
  let bundlerEnded: Promise<unknown>;
  let browser: Browser;
  let origin: string;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    // The server must know the page's origin before the page is served.
    origin = `http://127.0.0.1:${await freePort()}`;
    server = await startServer({ CORS_ORIGINS: origin });
    const command = commandsOf('apollo').replace('127.0.0.1:8000', new URL(origin).host);
    bundler = spawn('bash', ['-c', command], { cwd: folder, env: { PATH: process.env['PATH'], HOME: process.env['HOME'] }, stdio: ['pipe', 'ignore', 'pipe'] });
    bundlerEnded = once(bundler, 'close');
    await said(bundler, origin);
    browser = await launchChromium();
  });
  afterAll(async () => {
    // The bundler serves until its input ends: first, so that nothing else can leave it running.
    bundler.stdin?.end();
    await bundlerEnded;
    await browser.close();
    await server.stop();
  });
  beforeEach(async () => {
    complaints = [];
    page = await browser.newPage();
    page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
    page.on('pageerror', (error) => { complaints.push(String(error)); });
    await page.goto(origin);
  });
  afterEach(() => page.close());

  async function open(key: string): Promise<void> {
    await page.getByLabel('Server').fill(server.url);
    await page.getByLabel('Key').fill(key);
    await page.getByText('Open').click();
  }

  async function create(name: string): Promise<void> {
    await page.getByLabel('Name').fill(name);
    await page.getByText('Create').click();
  }

  test('makes a collection, shows why another is refused, and drops the first', async () => {
    await open(adminKey);
    await create('Recipes');
    await page.getByRole('listitem').filter({ hasText: 'Recipes, 0 items' }).waitFor();
    await create('Recipes');
    await page.getByRole('alert').filter({ hasText: 'name: Collection already exists.' }).waitFor();
    await page.getByText('Drop').click();
    await page.getByRole('listitem').waitFor({ state: 'detached' });
    expect((await server.rpc('Collection.list')).result).toEqual({ items: [] });
    expect(complaints).toEqual([]);
  });

  test('says that a key is wrong', async () => {
    await open('a-wrong-key-0123456789');
    await page.getByRole('alert').filter({ hasText: /key/i }).waitFor();
    // What the browser itself says of a 401.
    expect(complaints.filter((complaint) => !complaint.includes('401'))).toEqual([]);
  });
});

/** Resolves once a process has said a text on its standard error, to which it goes on talking. */
function said(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let heard = '';
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      heard += chunk;
      if (heard.includes(text)) resolve();
    });
    child.once('close', () => { reject(new Error(`The bundler did not start.\n${heard}`)); });
  });
}
