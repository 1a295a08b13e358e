import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isStorableText } from '../../contract/text.js';
import { limits } from '../../contract/limits.js';
import type { ApnsCredentials } from './apns.js';
import type { FcmCredentials } from './fcm.js';
import type { ServiceAccount } from './service-account.js';

export interface PushProject {
  readonly pushProjectId: string;
  /** Whether a push to release builds goes to ad hoc builds too, as with the closed service. */
  readonly adhocAsRelease: boolean;
  /** undefined: the project does not have the platform. */
  readonly android: ({ readonly provider: 'fcm' } & FcmCredentials) | LogOnly | undefined;
  readonly ios: ({ readonly provider: 'apns' } & ApnsCredentials) | LogOnly | undefined;
}

interface LogOnly {
  readonly provider: 'log';
}

/** The projects without a file: one to try pushes with, whose sender writes to the log. */
export const demoProjects: readonly PushProject[] = [
  { pushProjectId: 'demo', adhocAsRelease: false, android: { provider: 'log' }, ios: { provider: 'log' } },
];

/** What is wrong with the projects file, each mistake with its place in it; no secret is ever repeated. */
export class PushProjectsError extends Error {
  override readonly name = 'PushProjectsError';
  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'));
  }
}

/**
 * Reads PUSH_PROJECTS_FILE (gateway-api.md, section 7) and the credentials that it names.
 *
 * @throws PushProjectsError that names every mistake.
 */
export function readPushProjects(file: string): readonly PushProject[] {
  const reading = new Reading(dirname(resolve(file)));
  const list = reading.json('the file', file);
  const projects = list === undefined ? [] : reading.projects(list);
  if (reading.mistakes.length > 0) throw new PushProjectsError(reading.mistakes);
  return projects;
}

type Fields = Readonly<Record<string, unknown>>;

const fcmEndpoint = 'https://fcm.googleapis.com';
const apnsEndpoint = 'https://api.push.apple.com';
const apnsSandboxEndpoint = 'https://api.sandbox.push.apple.com';

/** One reading of the file; what is missing or wrong is noted, and something harmless is gone on with. */
class Reading {
  readonly mistakes: string[] = [];

  constructor(private readonly folder: string) {}

  projects(list: unknown): readonly PushProject[] {
    if (!Array.isArray(list) || list.length === 0) {
      this.mistake('the file', 'must hold a JSON array of one project or more.');
      return [];
    }
    const projects = list.flatMap((each, index) => this.project(`[${index}]`, each) ?? []);
    const seen = new Set<string>();
    for (const [index, { pushProjectId }] of projects.entries()) {
      if (pushProjectId !== '' && seen.has(pushProjectId)) this.mistake(`[${index}].pushProjectId`, `${JSON.stringify(pushProjectId)} is there already.`);
      seen.add(pushProjectId);
    }
    return projects;
  }

  private project(place: string, given: unknown): PushProject | undefined {
    const fields = this.fields(place, given, ['pushProjectId', 'adhocAsRelease', 'android', 'ios']);
    if (fields === undefined) return undefined;
    const pushProjectId = this.text(place, fields, 'pushProjectId');
    if (pushProjectId.length > limits.idLength || !isStorableText(pushProjectId)) this.mistake(`${place}.pushProjectId`, `must be at most ${limits.idLength} characters.`);
    const { adhocAsRelease = false, android, ios } = fields;
    if (typeof adhocAsRelease !== 'boolean') this.mistake(`${place}.adhocAsRelease`, 'must be true or false.');
    if (android === undefined && ios === undefined) this.mistake(place, 'must have android, ios or both.');
    return {
      pushProjectId,
      adhocAsRelease: adhocAsRelease === true,
      android: android === undefined ? undefined : this.android(`${place}.android`, android),
      ios: ios === undefined ? undefined : this.ios(`${place}.ios`, ios),
    };
  }

  private android(place: string, given: unknown): PushProject['android'] {
    const provider = this.provider(place, given, 'fcm');
    if (provider !== 'fcm') return provider && { provider };
    const fields = this.fields(place, given, ['provider', 'projectId', 'serviceAccountFile', 'endpoint']);
    const projectId = this.text(place, fields, 'projectId');
    const serviceAccount = this.serviceAccount(`${place}.serviceAccountFile`, this.text(place, fields, 'serviceAccountFile'));
    const endpoint = this.url(place, fields, 'endpoint', fcmEndpoint);
    return serviceAccount && { provider, projectId, serviceAccount, endpoint };
  }

  private ios(place: string, given: unknown): PushProject['ios'] {
    const provider = this.provider(place, given, 'apns');
    if (provider !== 'apns') return provider && { provider };
    const fields = this.fields(place, given, ['provider', 'teamId', 'keyId', 'keyFile', 'topic', 'endpoint', 'sandboxEndpoint']);
    const names = { teamId: this.text(place, fields, 'teamId'), keyId: this.text(place, fields, 'keyId'), topic: this.text(place, fields, 'topic') };
    const key = this.signingKey(`${place}.keyFile`, this.text(place, fields, 'keyFile'));
    const endpoint = this.url(place, fields, 'endpoint', apnsEndpoint);
    const sandboxEndpoint = this.url(place, fields, 'sandboxEndpoint', apnsSandboxEndpoint);
    return key && { provider, ...names, key, endpoint, sandboxEndpoint };
  }

  private provider<Name extends 'fcm' | 'apns'>(place: string, given: unknown, real: Name): Name | 'log' | undefined {
    if (!this.isObject(place, given)) return undefined;
    const { provider } = given;
    if (provider === real) return real;
    if (provider === 'log') {
      this.fields(place, given, ['provider']);
      return 'log';
    }
    this.mistake(`${place}.provider`, `must be "${real}" or "log".`);
    return undefined;
  }

  private serviceAccount(place: string, file: string): ServiceAccount | undefined {
    const account = file === '' ? undefined : this.json(place, resolve(this.folder, file));
    if (account === undefined || !this.isObject(place, account)) return undefined;
    const clientEmail = this.text(place, account, 'client_email');
    const privateKey = this.privateKey(`${place}.private_key`, this.text(place, account, 'private_key'), 'rsa');
    const tokenUri = this.url(place, account, 'token_uri');
    const { private_key_id: id } = account;
    return privateKey && { clientEmail, privateKey, privateKeyId: typeof id === 'string' ? id : undefined, tokenUri };
  }

  private signingKey(place: string, file: string): KeyObject | undefined {
    const text = file === '' ? undefined : this.read(place, resolve(this.folder, file));
    return text === undefined ? undefined : this.privateKey(place, text, 'ec');
  }

  /** A key as Google and Apple give them out; what is wrong with one is told without a word of it. */
  private privateKey(place: string, pem: string, kind: 'rsa' | 'ec'): KeyObject | undefined {
    if (pem === '') return undefined;
    try {
      const key = createPrivateKey(pem);
      if (key.asymmetricKeyType === kind && (kind === 'rsa' || key.asymmetricKeyDetails?.namedCurve === 'prime256v1')) return key;
    } catch {
      // Told below, as for a key of another kind.
    }
    this.mistake(place, `must be a private key in PEM form, ${kind === 'rsa' ? 'RSA' : 'EC on the curve P-256'}.`);
    return undefined;
  }

  private url(place: string, fields: Fields | undefined, name: string, otherwise?: string): string {
    if (fields?.[name] === undefined && otherwise !== undefined) return otherwise;
    const text = this.text(place, fields, name);
    if (text !== '' && !(URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))) this.mistake(`${place}.${name}`, 'must be an http:// or https:// address.');
    return text;
  }

  private text(place: string, fields: Fields | undefined, name: string): string {
    if (fields === undefined) return '';
    const value = fields[name];
    if (typeof value === 'string' && value !== '') return value;
    this.mistake(`${place}.${name}`, value === undefined ? 'is missing.' : 'must be a text that is not empty.');
    return '';
  }

  private fields(place: string, given: unknown, known: readonly string[]): Fields | undefined {
    if (!this.isObject(place, given)) return undefined;
    for (const name of Object.keys(given)) {
      if (!known.includes(name)) this.mistake(`${place}.${name}`, `is not known; known are ${known.join(', ')}.`);
    }
    return given;
  }

  private isObject(place: string, given: unknown): given is Fields {
    if (typeof given === 'object' && given !== null && !Array.isArray(given)) return true;
    this.mistake(place, 'must be an object.');
    return false;
  }

  json(place: string, file: string): unknown {
    const text = this.read(place, file);
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text) as unknown;
    } catch {
      // The parser's own message would repeat a piece of the file.
      this.mistake(place, `${file} is no JSON.`);
      return undefined;
    }
  }

  private read(place: string, file: string): string | undefined {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const fault = code === 'ENOENT' ? 'does not exist' : code === 'EACCES' ? 'may not be read by this user' : `cannot be read (${code ?? 'unknown'})`;
      this.mistake(place, `${file} ${fault}.`);
      return undefined;
    }
  }

  private mistake(place: string, sentence: string): void {
    this.mistakes.push(`${place}: ${sentence}`);
  }
}
