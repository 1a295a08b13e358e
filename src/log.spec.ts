import { createLog } from './log.js';

test('what libraries attach to their errors stands in no line', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => lines.push(line) });
  const secret = 'never-to-be-logged';
  const err = Object.assign(new Error('failed'), { config: { headers: { authorization: secret } }, request: { secret }, response: { data: secret }, code: 'ECONNRESET' });
  log.error({ err, headers: { authorization: secret }, password: secret, user: { password: secret, token: secret }, call: { callerKey: secret } }, 'a call failed');
  log.child({ reqId: 'r1' }).info({ key: 'the name of a key' }, 'request');
  expect(lines.join('')).not.toContain(secret);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ msg: 'a call failed', err: { message: 'failed', code: 'ECONNRESET' } }, { reqId: 'r1', key: 'the name of a key' }]);
});
