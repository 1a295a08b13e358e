/**
 * What a write comes to, or `taken` where a value that only one record may have is another's already. Each database says
 * so with an error of its own, which its `isUniqueViolation` knows.
 */
export async function unlessTaken<T, Taken extends string>(taken: Taken, isUniqueViolation: (error: unknown) => boolean, write: () => Promise<T>): Promise<T | Taken> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueViolation(error)) return taken;
    throw error;
  }
}
