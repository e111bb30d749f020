// Reads the environment once, checks it and gives typed settings with the defaults of `npm start`.
// Only processes (worker, api, dev, bench) import this; everything else is handed what it needs.
import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';

const projectRoot = resolve(import.meta.dirname, '..');

/** Settings of one process. Ports are TCP ports, paths are absolute. */
export interface Config {
  readonly nodeEnv: 'development' | 'test' | 'production';
  readonly projectRoot: string;
  /** Address the API listens on; loopback unless said otherwise, because development has published test users. */
  readonly host: string;
  readonly port: number;
  readonly temporalPort: number;
  readonly temporalUiPort: number;
  readonly postgresPort: number;
  readonly simulatorPort: number;
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly temporal: {
    readonly address: string;
    readonly namespace: string;
    /** True when nobody named a cluster: the embedded server, and no profile file of the user is read. */
    readonly embedded: boolean;
  };
  /** What `npm start` has to run itself, because the environment names nothing else. */
  readonly embedded: { readonly postgres: boolean; readonly temporal: boolean };
  readonly taskQueue: string;
  readonly rulesDir: string;
  readonly auth: { readonly jwks: string; readonly issuer: string; readonly audience: string };
  /** Where outgoing MedCom messages go: http(s)://… is posted to, file:///folder is the outgoing folder of VANS. */
  readonly medcomSendUrl: string;
  /** Bearer token for that address. Never logged, never handed on. */
  readonly medcomSendToken: string | undefined;
  /** Incoming folder of VANS, an absolute path; undefined where messages come over HTTP only. */
  readonly medcomIncoming: string | undefined;
  /** Whether the development clock may be moved (never in production). */
  readonly devClock: boolean;
  /** smtp://host:port, or file:///folder for a local mailbox. */
  readonly mailUrl: string;
  /** Where one-time codes go as text messages: http(s)://… is posted to. */
  readonly textUrl: string;
  /** Bearer token for that address. Never logged, never handed on. */
  readonly textToken: string | undefined;
  /** Development only: GET gives { inFlight: n } of the simulated partners. */
  readonly partnerIdleUrl: string | undefined;
  /** Workflow cache of the worker; 0 replays every workflow task (second pass of the tests). */
  readonly maxCachedWorkflows: number | undefined;
  readonly logLevel: string;
}

/** The environment cannot be used; `message` names every variable and what is wrong with it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const tcpPort = z.coerce.number().int().min(1).max(65535);
const url = (protocols: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be a URL starting with ${protocols.join(' or ')}//`,
  });
const secret = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must be visible ASCII')
  .optional();
const hostAndPort = z.string().regex(/^\S+:\d+$/, 'must be host:port');

const isLoopback = ({ hostname }: URL): boolean => ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);

/** Whether nobody on the way to this address can read what is sent there. */
const isUnread = (address: string | undefined): boolean => {
  const to = address === undefined ? null : new URL(address);
  return to !== null && (to.protocol === 'https:' || isLoopback(to));
};

const environment = z
  .object({
    NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
    HOST: z.string().default('127.0.0.1'),
    PORT: tcpPort.default(3000),
    TEMPORAL_PORT: tcpPort.default(7233),
    TEMPORAL_UI_PORT: tcpPort.default(8233),
    POSTGRES_PORT: tcpPort.default(5433),
    SIMULATOR_PORT: tcpPort.default(3100),
    DATA_DIR: z.string().default('.data'),
    DATABASE_URL: url(['postgres:', 'postgresql:']).optional(),
    TEMPORAL_ADDRESS: hostAndPort.optional(),
    TEMPORAL_NAMESPACE: z.string().default('default'),
    TASK_QUEUE: z.string().default('discharge'),
    RULES_DIR: z.string().default('rules'),
    AUTH_JWKS: z.string().optional(),
    AUTH_ISSUER: z.string().default('den-gode-udskrivelse-dev'),
    AUTH_AUDIENCE: z.string().default('den-gode-udskrivelse'),
    MEDCOM_SEND_URL: url(['http:', 'https:', 'file:']).optional(),
    MEDCOM_SEND_TOKEN: secret,
    MEDCOM_RECEIVE_URL: url(['file:']).optional(),
    DEV_CLOCK: z.enum(['on', 'off']).optional(),
    MAIL_URL: url(['smtp:', 'smtps:', 'file:']).optional(),
    TEXT_URL: url(['http:', 'https:']).optional(),
    TEXT_TOKEN: secret,
    PARTNER_IDLE_URL: url(['http:', 'https:']).optional(),
    MAX_CACHED_WORKFLOWS: z.coerce.number().int().min(0).optional(),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  })
  .superRefine((given, context) => {
    const { MEDCOM_SEND_URL: send, MEDCOM_RECEIVE_URL: receive } = given;
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    const to = send === undefined ? null : new URL(send);
    for (const [token, address] of [
      ['MEDCOM_SEND_TOKEN', 'MEDCOM_SEND_URL'],
      ['TEXT_TOKEN', 'TEXT_URL'],
    ] as const) {
      if (given[token] !== undefined && !isUnread(given[address])) {
        wrong(token, `needs a ${address} that starts with https://, so that nobody can read it`);
      }
    }
    if (receive !== undefined && to?.protocol !== 'file:') {
      wrong('MEDCOM_RECEIVE_URL', 'needs a MEDCOM_SEND_URL that is a folder too: receipts go there');
    }
    if (receive !== undefined && receive === send) wrong('MEDCOM_RECEIVE_URL', 'must be another folder');
  });

/**
 * Settings from environment variables; an empty variable counts as not set. Relative paths are taken from the
 * project's folder, not from where the process was started, so that every process finds the same data.
 *
 * @throws {ConfigError} naming every variable that cannot be used.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const read = environment.safeParse(given);
  if (!read.success) {
    const lines = read.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`The environment cannot be used:\n${lines.join('\n')}`);
  }
  const e = read.data;
  const dataDir = resolve(projectRoot, e.DATA_DIR);
  const simulator = `http://127.0.0.1:${e.SIMULATOR_PORT}`;
  const production = e.NODE_ENV === 'production';
  return {
    nodeEnv: e.NODE_ENV,
    projectRoot,
    host: e.HOST,
    port: e.PORT,
    temporalPort: e.TEMPORAL_PORT,
    temporalUiPort: e.TEMPORAL_UI_PORT,
    postgresPort: e.POSTGRES_PORT,
    simulatorPort: e.SIMULATOR_PORT,
    dataDir,
    databaseUrl: e.DATABASE_URL ?? embeddedDatabaseUrl(e.POSTGRES_PORT),
    temporal: {
      address: e.TEMPORAL_ADDRESS ?? `127.0.0.1:${e.TEMPORAL_PORT}`,
      namespace: e.TEMPORAL_NAMESPACE,
      embedded: e.TEMPORAL_ADDRESS === undefined,
    },
    embedded: { postgres: e.DATABASE_URL === undefined, temporal: e.TEMPORAL_ADDRESS === undefined },
    taskQueue: e.TASK_QUEUE,
    rulesDir: resolve(projectRoot, e.RULES_DIR),
    auth: {
      jwks: jwksLocation(e.AUTH_JWKS ?? resolve(dataDir, 'issuer', 'jwks.json')),
      issuer: e.AUTH_ISSUER,
      audience: e.AUTH_AUDIENCE,
    },
    medcomSendUrl: e.MEDCOM_SEND_URL ?? `${simulator}/vans`,
    medcomSendToken: e.MEDCOM_SEND_TOKEN,
    medcomIncoming: e.MEDCOM_RECEIVE_URL === undefined ? undefined : fileURLToPath(e.MEDCOM_RECEIVE_URL),
    devClock: (e.DEV_CLOCK ?? (production ? 'off' : 'on')) === 'on',
    mailUrl: e.MAIL_URL ?? pathToFileURL(resolve(dataDir, 'mailbox')).href,
    textUrl: e.TEXT_URL ?? `${simulator}/texts`,
    textToken: e.TEXT_TOKEN,
    partnerIdleUrl: e.PARTNER_IDLE_URL ?? (production ? undefined : `${simulator}/idle`),
    maxCachedWorkflows: e.MAX_CACHED_WORKFLOWS,
    logLevel: e.LOG_LEVEL,
  };
}

/** Address of the PostgreSQL that `npm start` runs; it listens on this machine only and knows one user. */
export function embeddedDatabaseUrl(port: number): string {
  return `postgres://postgres@127.0.0.1:${port}/discharge`;
}

function jwksLocation(value: string): string {
  if (/^https?:\/\//.test(value)) return value;
  const path = value.startsWith('file:') ? fileURLToPath(value) : value;
  return isAbsolute(path) ? path : resolve(projectRoot, path);
}

/** True when the key set is a file that is not there (yet): nobody has run `npm start` with this data folder. */
export function keySetMissing(config: Config): boolean {
  return !/^https?:\/\//.test(config.auth.jwks) && !existsSync(config.auth.jwks);
}
