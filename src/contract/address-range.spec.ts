import fc from 'fast-check';
import { isRangeWithin, isWithin, rangeText, readAddressRange } from './address-range.js';

const range = (text: string): NonNullable<ReturnType<typeof readAddressRange>> => readAddressRange(text)!;

test.each([
  ['10.0.0.0/8', '10.0.0.0/8'], ['10.1.2.3/8', '10.0.0.0/8'], ['10.1.2.255/25', '10.1.2.128/25'], ['10.1.2.3', '10.1.2.3/32'], ['0.0.0.0/0', '0.0.0.0/0'],
  ['2001:DB8::1/32', '2001:db8::/32'], ['::1', '::1/128'], ['::/0', '::/0'],
  ['::ffff:10.1.2.3', '10.1.2.3/32'], ['::ffff:10.0.0.0/104', '10.0.0.0/8'], ['::ffff:a00:1/128', '10.0.0.1/32'],
])('%s is kept as %s', (text, kept) => {
  expect(rangeText(range(text))).toBe(kept);
});

test.each(['', '10', '10.0.0', '10.0.0.0/33', '010.0.0.1', '0x0a.0.0.1', '10.0.0.1/', '10.0.0.1/-1', '10.0.0.1/8.0', ' 10.0.0.1', '10.0.0.1 ', '::/129', ':::', 'fe80::1%eth0', 'localhost', '10.0.0.0/8,11.0.0.0/8'])('%j is no range', (text) => {
  expect(readAddressRange(text)).toBeUndefined();
});

test.each([
  ['10.0.0.0/8', '10.255.255.255', true], ['10.0.0.0/8', '11.0.0.0', false], ['10.0.0.0/8', '::ffff:10.1.2.3', true], ['10.0.0.0/8', '::ffff:b00:1', false],
  ['10.1.2.3', '10.1.2.3', true], ['10.1.2.3', '10.1.2.4', false], ['2001:db8::/33', '2001:db8:7fff::1', true], ['2001:db8::/33', '2001:db8:8000::1', false],
  ['::/0', '10.0.0.1', false], ['0.0.0.0/0', '::1', false], ['fe80::/10', 'fe80::1%eth0', true], ['0.0.0.0/0', 'unknown', false], ['0.0.0.0/0', '', false],
])('whether %s holds %s: %s', (text, address, holds) => {
  expect(isWithin([range('192.0.2.0/24'), range(text)], address)).toBe(holds);
});

test('no range holds nothing', () => {
  expect(isWithin([], '127.0.0.1')).toBe(false);
});

test('a range holds exactly the addresses that share its first bits, written either way', () => {
  fc.assert(fc.property(fc.nat(0xffffffff), fc.nat(0xffffffff), fc.nat(32), (left, right, bits) => {
    const dotted = (address: number): string => [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');
    const shares = bits === 0 || (left >>> (32 - bits)) === (right >>> (32 - bits));
    const ranges = [range(`${dotted(left)}/${bits}`)];
    expect([isWithin(ranges, dotted(right)), isWithin(ranges, `::ffff:${dotted(right)}`)]).toEqual([shares, shares]);
  }));
});

test('a range lies in another one when that is no narrower and holds its network', () => {
  expect(isRangeWithin([range('10.0.0.0/8')], range('10.1.0.0/16'))).toBe(true);
  expect(isRangeWithin([range('10.1.0.0/16')], range('10.0.0.0/8'))).toBe(false);
  expect(isRangeWithin([range('::/0')], range('10.0.0.0/8'))).toBe(false);
  expect(isRangeWithin([range('192.0.2.1'), range('10.0.0.0/8')], range('::ffff:10.0.0.0/112'))).toBe(true);
});
