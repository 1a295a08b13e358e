import { limits } from '../../contract/limits.js';

/**
 * The Link header of a list (RFC 8288), from the address that was asked for: first, prev, next and last, each only
 * where there is one; past the end first, prev (the last page there is) and last.
 */
export function pageLinks(url: string, totalItems: number): string {
  const start = url.indexOf('?');
  const [path, query] = start < 0 ? [url, ''] : [url.slice(0, start), url.slice(start + 1)];
  const parameters = new URLSearchParams(query);
  const page = Number(parameters.get('page') ?? 1);
  const itemsInPage = Number(parameters.get('itemsInPage') ?? limits.itemsInPageDefaultOfGateway);
  const last = Math.min(limits.pageNumber, Math.max(1, Math.ceil(totalItems / itemsInPage)));
  const link = (relation: string, to: number): string => {
    parameters.set('page', String(to));
    return `<${path}?${parameters.toString()}>; rel="${relation}"`;
  };
  return [
    link('first', 1),
    ...(page > 1 ? [link('prev', Math.min(page - 1, last))] : []),
    ...(page < last ? [link('next', page + 1)] : []),
    link('last', last),
  ].join(', ');
}
