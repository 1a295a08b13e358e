import fc from 'fast-check';
import { limits } from '../../contract/limits.js';
import { pageLinks } from './page-links.js';

/** The targets of a Link header by relation, in their order. */
function linksOf(url: string, totalItems: number): Record<string, string> {
  const links = pageLinks(url, totalItems).split(', ').map((link) => /^<([^<>]*)>; rel="(\w+)"$/.exec(link));
  return Object.fromEntries(links.map((link): [string, string] => [link?.[2] ?? 'malformed', link?.[1] ?? 'malformed']));
}

const parametersOf = (url: string | undefined): URLSearchParams => new URL(url ?? '', 'http://localhost').searchParams;
const pageOf = (url: string | undefined): number => Number(parametersOf(url).get('page'));

test.each<[what: string, query: string, totalItems: number, pages: Record<string, number>]>([
  ['nothing at all', '', 0, { first: 1, last: 1 }],
  ['nothing, asked for as a later page', 'page=3', 0, { first: 1, prev: 1, last: 1 }],
  ['less than a page', '', 19, { first: 1, last: 1 }],
  ['exactly a page', '', 20, { first: 1, last: 1 }],
  ['one record more than a page', '', 21, { first: 1, next: 2, last: 2 }],
  ['the first of many pages', 'itemsInPage=10', 95, { first: 1, next: 2, last: 10 }],
  ['a page in the middle', 'page=4&itemsInPage=10', 95, { first: 1, prev: 3, next: 5, last: 10 }],
  ['the last page', 'page=10&itemsInPage=10', 95, { first: 1, prev: 9, last: 10 }],
  ['one page past the end', 'page=11&itemsInPage=10', 95, { first: 1, prev: 10, last: 10 }],
  ['far past the end', 'page=1000000&itemsInPage=10', 95, { first: 1, prev: 10, last: 10 }],
  ['pages of one record', 'page=2&itemsInPage=1', 3, { first: 1, prev: 1, next: 3, last: 3 }],
])('the links of %s (%j of %i) lead to where there is something', (_what, query, totalItems, pages) => {
  const links = linksOf(`/v1/users?${query}`, totalItems);
  expect(Object.entries(links).map(([relation, url]) => [relation, pageOf(url)])).toEqual(Object.entries(pages));
});

test('links keep the path, and change or add nothing but the page', () => {
  expect(pageLinks('/v1/collections/Scores/items?sortProperty=a.b&page=2&propertyNames=a,b', 100)).toBe([
    '</v1/collections/Scores/items?sortProperty=a.b&page=1&propertyNames=a%2Cb>; rel="first"',
    '</v1/collections/Scores/items?sortProperty=a.b&page=1&propertyNames=a%2Cb>; rel="prev"',
    '</v1/collections/Scores/items?sortProperty=a.b&page=3&propertyNames=a%2Cb>; rel="next"',
    '</v1/collections/Scores/items?sortProperty=a.b&page=5&propertyNames=a%2Cb>; rel="last"',
  ].join(', '));
  expect(linksOf('/v1/users', 0)).toEqual({ first: '/v1/users?page=1', last: '/v1/users?page=1' });
});

test('whatever the other parameters say, every link says it too', () => {
  const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('a b', 'a+b', 'x&page=9', '<>; rel="next"', ', ', '[20,"?"]', 'age > ? && b == 1', '100%'));
  const others = fc.dictionary(fc.constantFrom('nameFilter', 'query', 'bindParams', 'sortProperty', 'sortOrder'), value);
  fc.assert(fc.property(others, fc.integer({ min: 1, max: 5 }), fc.nat(100), (given, page, totalItems) => {
    const links = linksOf(`/v1/users?${new URLSearchParams({ ...given, page: String(page) }).toString()}`, totalItems);
    for (const url of Object.values(links)) {
      const { page: _page, ...kept } = Object.fromEntries(parametersOf(url));
      expect(kept).toEqual({ ...given });
    }
  }));
});

test('following next from the first page visits every page once, and prev leads back over all of them', () => {
  const follow = (start: string | undefined, relation: string, totalItems: number): number[] => {
    const visited: number[] = [];
    for (let url = start; url !== undefined && visited.length <= totalItems; url = linksOf(url, totalItems)[relation]) visited.push(pageOf(url));
    return visited;
  };
  fc.assert(fc.property(fc.nat(200), fc.integer({ min: 1, max: 30 }), (totalItems, itemsInPage) => {
    const pages = Array.from({ length: Math.max(1, Math.ceil(totalItems / itemsInPage)) }, (_, index) => index + 1);
    const { first, last } = linksOf(`/v1/users?itemsInPage=${itemsInPage}&page=3`, totalItems);
    expect(follow(first, 'next', totalItems)).toEqual(pages);
    expect(follow(last, 'prev', totalItems)).toEqual(pages.toReversed());
  }));
});

test('a question mark that a query carries as it is stays in the links', () => {
  expect(pageLinks('/v1/users?userQuery=age>?&userQueryBindParams=[20]&page=1', 0)).toContain('userQuery=age%3E%3F&userQueryBindParams=%5B20%5D');
});

test('no link leads past the last page that may be asked for', () => {
  expect(pageLinks('/v1/users?itemsInPage=1&page=1000000', limits.pageNumber + 1)).not.toContain(`page=${limits.pageNumber + 1}`);
});
