/** A port of 127.0.0.1 for whoever must know it before they listen there, or listens there again later. */
export function freePort(): Promise<number>;
