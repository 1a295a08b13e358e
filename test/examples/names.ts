const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;
const madeKey = /(?<="key":")[A-Za-z0-9_-]{43}(?=")/g;
const shownKey = 'this-is-no-key-but-an-example-of-how-one-is';

/** The nth id that the documents show. */
export function idOf(serial: number): string {
  return `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`;
}

/** What a server makes up, beside what the documents show instead: ids are numbered as they appear. */
export class Names {
  private readonly shown = new Map<string, string>();

  /** What a server answered, as the documents show it. */
  show<T>(answer: T): T {
    return replaced(answer, (text) => text.replace(uuid, (id) => this.shownOf(id)).replace(madeKey, shownKey));
  }

  /** What the documents show, as the server knows it. */
  mean<T>(shown: T): T {
    const meant = new Map([...this.shown].map(([id, instead]) => [instead, id]));
    return replaced(shown, (text) => text.replace(uuid, (id) => meant.get(id) ?? id));
  }

  private shownOf(id: string): string {
    const known = this.shown.get(id);
    if (known !== undefined) return known;
    const next = idOf(this.shown.size + 1);
    this.shown.set(id, next);
    return next;
  }
}

function replaced<T>(value: T, change: (text: string) => string): T {
  return value === undefined ? value : (JSON.parse(change(JSON.stringify(value))) as T);
}
