import axe, { type RunOptions } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { describeInChromium, launchChromium } from '../support/chromium.js';
import { adminKey, keyHeader, startServer, type RunningServer } from '../support/server.js';

describeInChromium('pages in a browser', () => {
  let server: RunningServer;
  let browser: Browser;
  let complaints: string[];

  beforeAll(async () => {
    server = await startServer();
    await server.rpc('Collection.create', { _id: 'GameScore' });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });
  beforeEach(() => { complaints = []; });

  /** Opens a page and listens to everything it complains of: errors, refused resources, anything from elsewhere. */
  async function open(path: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
    const page = await browser.newPage(options);
    page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
    page.on('pageerror', (error) => { complaints.push(String(error)); });
    page.on('request', (request) => { if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(server.url)) complaints.push(`asked ${request.url()}`); });
    page.on('requestfailed', (request) => { complaints.push(`failed ${request.url()}`); });
    await page.goto(`${server.url}${path}`, { waitUntil: 'load' });
    return page;
  }

  const shot = async (page: Page, name: string): Promise<void> => {
    const folder = process.env['SCREENSHOTS'];
    if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  };

  /** How much wider a page is than the window. */
  const overflow = (page: Page): Promise<unknown> => page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

  /** What axe, which judges by the WCAG, finds hard to read or to use: each rule with the places that break it. */
  async function hindrances(page: Page, within: object, options: RunOptions): Promise<unknown> {
    await page.evaluate(axe.source);
    return page.evaluate(`axe.run(${JSON.stringify(within)}, ${JSON.stringify(options)}).then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ target }) => target.join(' '))]))`);
  }

  test.each([['/', 'start', 'Backend'], ['/problems', 'problems', 'Problems'], ['/problems/invalid-params', 'problem', 'Invalid parameters']])('%s reads well on a wide screen, a phone and in the dark', async (path, name, heading) => {
    for (const [kind, options] of [['wide', {}], ['phone', { viewport: { width: 360, height: 740 } }], ['dark', { colorScheme: 'dark' }]] as const) {
      const page = await open(path, options);
      expect(await page.textContent('h1')).toBe(heading);
      expect([kind, await overflow(page), await hindrances(page, { include: [['html']] }, { rules: { 'target-size': { enabled: true } } })]).toEqual([kind, 0, []]);
      expect(await page.$$eval('main, table', (elements) => elements.every((element) => element.scrollWidth <= element.parentElement!.clientWidth))).toBe(true);
      await shot(page, `${name}-${kind}`);
      await page.close();
    }
    expect(complaints).toEqual([]);
  });

  test('every link of the start page leads somewhere', async () => {
    const page = await open('/');
    const links = await page.$$eval('a', (anchors) => anchors.map((anchor) => anchor.getAttribute('href') ?? ''));
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect([link, (await fetch(`${server.url}${link}`, { headers: { Accept: 'text/html,*/*' } })).status]).toEqual([link, 200]);
    await page.close();
  });

  test('a call is made and answered from the REST page with a pasted key', async () => {
    const page = await open('/docs');
    await page.click('button.authorize');
    await page.fill('.modal-ux input >> nth=0', adminKey);
    await page.click('.modal-ux button.authorize >> nth=0');
    await page.click('.modal-ux button.btn-done');
    await page.click('#operations-Collections-listCollections .opblock-summary-control');
    await page.click('#operations-Collections-listCollections button.execute');
    const answer = page.locator('#operations-Collections-listCollections .live-responses-table .response .highlight-code');
    await answer.waitFor();
    expect(await answer.textContent()).toContain('GameScore');
    await shot(page, 'docs');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each(['light', 'dark'] as const)('an operation of the REST page reads well on a phone, %s', async (colorScheme) => {
    const page = await open('/docs', { viewport: { width: 360, height: 740 }, colorScheme });
    await page.click('#operations-Items-createItem .opblock-summary-control');
    await page.locator('#operations-Items-createItem .responses-table').first().waitFor();
    await shot(page, `docs-phone-${colorScheme}`);
    const contrast = await hindrances(page, { include: [['html']] }, { runOnly: ['color-contrast'] });
    expect([await overflow(page), contrast, complaints]).toEqual([0, [], []]);
    await page.close();
  });

  test.each(['light', 'dark'] as const)('the GraphQL page with an answer has no text that is hard to read, %s', async (colorScheme) => {
    const page = await open('/graphql', { colorScheme });
    await page.waitForSelector('.graphiql-container');
    await page.click('.graphiql-execute-button');
    await page.locator('.graphiql-response', { hasText: 'Send a valid API key' }).waitFor();
    expect(await hindrances(page, { include: [['html']] }, { runOnly: ['color-contrast'] })).toEqual([]);
    await shot(page, `graphql-${colorScheme}`);
    await page.close();
  });

  test('query and answer of the GraphQL page have the width of a phone each', async () => {
    const page = await open('/graphql', { viewport: { width: 360, height: 740 } });
    await page.waitForSelector('.graphiql-container');
    await page.click('.graphiql-execute-button');
    await page.locator('.graphiql-response', { hasText: 'Send a valid API key' }).waitFor();
    await shot(page, 'graphql-phone');
    for (const part of ['.graphiql-editors', '.graphiql-response']) expect((await page.locator(part).boundingBox())!.width).toBeGreaterThan(280);
    expect(await overflow(page)).toBe(0);
    await page.close();
  });

  test('a query is run from the GraphQL page with a pasted key', async () => {
    const page = await open('/graphql');
    await page.waitForSelector('.graphiql-container');
    // As a person does: to the end of the header's line, back between its empty quotes, paste.
    await page.locator('.monaco-editor', { hasText: `"${keyHeader}"` }).locator('.view-lines').click();
    for (const key of ['End', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
    await page.keyboard.insertText(adminKey);
    await page.click('.graphiql-execute-button');
    await page.locator('.graphiql-response', { hasText: 'GameScore' }).waitFor();
    // Without a key the page has learnt nothing at first: that refusal is what it is to be told.
    complaints = complaints.filter((complaint) => !complaint.includes('401'));
    await shot(page, 'graphql');
    expect(complaints).toEqual([]);
    await page.close();
  });
});
