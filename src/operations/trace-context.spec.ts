import { isTraceparent, traceOf } from './trace-context.js';

const sent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

test.each([sent, '01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00-more'])('%s names a trace, which is kept', (traceparent) => {
  expect(traceOf({ headers: { traceparent } })).toBe(traceparent);
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
