/**
 * class-validator replaces `$value`, `$property` and the like in every message, also where they come from a caller's own
 * text. A sign of the private use area stands for the dollar while a sentence travels through it.
 */
const dollar = '\ue024';

/** A sentence as class-validator leaves it alone. */
export function quoteForMessage(sentence: string): string {
  return sentence.replaceAll('$', dollar);
}

/** The sentence again. */
export function readMessage(message: string): string {
  return message.replaceAll(dollar, '$');
}
