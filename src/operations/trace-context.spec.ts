import { isTraceparent, traceOf } from './trace-context.js';

const sent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

test.each([sent, '01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00-more'])('%s names a trace, which is kept', (traceparent) => {
  expect(traceOf({ headers: { traceparent } })).toBe(traceparent);
});

test.each<[tracestate: string, isKept: boolean]>([
  ['rojo=00f067aa0ba902b7,congo=t61rcWkgMzE', true], ['x'.repeat(512), true], ['x'.repeat(513), false], ['', false], ['a=1\n', false], ['a=\u00e9', false],
])('the state %j that came with a trace stays with it: %s', (tracestate, isKept) => {
  const request = { headers: { traceparent: sent, tracestate } };
  traceOf(request);
  expect(request.headers).toEqual({ traceparent: sent, ...(isKept && { tracestate }) });
});

test('a state that came without a trace does not stay with the new one', () => {
  const request = { headers: { traceparent: 'rubbish', tracestate: 'a=1' } };
  expect(request.headers).toEqual({ traceparent: traceOf(request) });
});

test.each([
  undefined, '', 'x', sent.toUpperCase(), `${sent}-more`, sent.replace('00-', 'ff-'), sent.replace('0af7651916cd43dd8448eb211c80319c', '0'.repeat(32)),
  sent.replace('b7ad6b7169203331', '0'.repeat(16)), sent.slice(0, -1), `${sent}\n`, `01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00-${'x'.repeat(300)}`,
])('%j names none: a new trace takes its place in the header, another each time', (traceparent) => {
  const request = { headers: { traceparent } };
  const made = traceOf(request);
  expect(isTraceparent(made)).toBe(true);
  expect(request.headers.traceparent).toBe(made);
  expect(traceOf(request)).toBe(made);
  expect(traceOf({ headers: {} })).not.toBe(made);
});
