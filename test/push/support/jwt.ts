import { createVerify, verify } from 'node:crypto';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests say what they expect of them
export type Claims = Record<string, any>;

/** Verified with node:crypto and not with the library that signed. @throws Error for a signature that does not fit. */
export function verifyRs256(token: string, publicKeyPem: string): Claims {
  const [header = '', payload = '', signature = ''] = token.split('.');
  if (!createVerify('RSA-SHA256').update(`${header}.${payload}`).verify(publicKeyPem, signature, 'base64url')) throw new Error('The signature does not fit.');
  return { ...decode(header), ...decode(payload) };
}

/** The same for APNs' provider tokens. */
export function verifyEs256(token: string, publicKeyPem: string): Claims {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const fits = verify('sha256', Buffer.from(`${header}.${payload}`), { key: publicKeyPem, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  if (!fits) throw new Error('The signature does not fit.');
  return { ...decode(header), ...decode(payload) };
}

function decode(part: string): Claims {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Claims;
}
