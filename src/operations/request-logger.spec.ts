import { createLog } from '../log.js';
import { RequestLogger } from './request-logger.js';

test('every line names its request, whoever writes it and with whatever child', () => {
  const lines: unknown[] = [];
  const logger = new RequestLogger(createLog('debug', { write: (line) => { lines.push(JSON.parse(line)); } }), { reqId: 'r1' });
  logger.warn({ a: 1 }, 'it was %s', 'late');
  logger.trace('too little to be written');
  logger.child({ b: 2 }).error('no');
  logger.silent();
  expect(lines).toEqual([
    { level: 40, time: expect.any(String), reqId: 'r1', a: 1, msg: 'it was late' },
    { level: 50, time: expect.any(String), reqId: 'r1', b: 2, msg: 'no' },
  ]);
  expect(logger.level).toBe('debug');
});
