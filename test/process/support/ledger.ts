export type Properties = Readonly<Record<string, unknown>>;

/**
 * What was asked of a server and what it answered, to hold against what its database contains after it was killed: an
 * answered write must be there exactly, one that was still in flight may be, and nothing else.
 */
export class Ledger {
  private readonly records = new Map<string, Properties>();
  private readonly creationsInFlight = new Set<Properties>();
  /** By id; undefined: a deletion. */
  private readonly changesInFlight = new Map<string, Properties | undefined>();

  get inFlight(): number {
    return this.creationsInFlight.size + this.changesInFlight.size;
  }

  /** What `create` throws leaves the creation in flight. */
  async create(properties: Properties, create: () => Promise<string>): Promise<void> {
    this.creationsInFlight.add(properties);
    const id = await create();
    this.creationsInFlight.delete(properties);
    this.records.set(id, properties);
  }

  async update(id: string, changes: Properties, update: () => Promise<unknown>): Promise<void> {
    const changed = { ...this.records.get(id), ...changes };
    this.changesInFlight.set(id, changed);
    await update();
    this.changesInFlight.delete(id);
    this.records.set(id, changed);
  }

  async delete(id: string, remove: () => Promise<unknown>): Promise<void> {
    this.changesInFlight.set(id, undefined);
    await remove();
    this.changesInFlight.delete(id);
    this.records.delete(id);
  }

  /** The id of a record that is not being changed. */
  pick(random: number): string | undefined {
    const free = [...this.records.keys()].filter((id) => !this.changesInFlight.has(id));
    return free[random % free.length];
  }

  /** Says what is wrong about what was found, and takes it for the truth from then on. */
  settle(found: ReadonlyMap<string, Properties>): string[] {
    const faults: string[] = [];
    for (const [id, properties] of this.records) {
      const allowed = this.changesInFlight.has(id) ? [properties, this.changesInFlight.get(id)] : [properties];
      if (!allowed.some((each) => isSame(each, found.get(id)))) faults.push(`${id} is ${text(found.get(id))} instead of ${allowed.map(text).join(' or ')}`);
    }
    for (const [id, properties] of found) {
      if (this.records.has(id)) continue;
      const creation = [...this.creationsInFlight].find((each) => isSame(each, properties));
      if (creation === undefined) faults.push(`${id} is ${text(properties)}, and nobody asked for it`);
      else this.creationsInFlight.delete(creation);
    }
    this.creationsInFlight.clear();
    this.changesInFlight.clear();
    this.records.clear();
    for (const [id, properties] of found) this.records.set(id, properties);
    return faults;
  }
}

/** As text, because the order of properties counts. */
function isSame(one: Properties | undefined, other: Properties | undefined): boolean {
  return text(one) === text(other);
}

function text(properties: Properties | undefined): string {
  return properties === undefined ? 'missing' : JSON.stringify(properties);
}
