// `npm run --silent token -- <user>`: prints a bearer token of a test user, for curl and for other programs.
// Only the token goes to standard output; everything else is an error.
import { resolve } from 'node:path';
import { readConfig } from '../config/config.ts';
import { refuseProduction } from '../config/production.ts';
import { tokenFor, users } from './issuer.ts';

const name = process.argv[2];
if (name === undefined) {
  console.error(`Whose token? npm run --silent token -- <user>\nUsers: ${Object.keys(users).join(', ')}`);
  process.exit(2);
}
try {
  const config = readConfig();
  refuseProduction(config);
  const { issuer, audience } = config.auth;
  console.log(await tokenFor(name, { folder: resolve(config.dataDir, 'issuer'), issuer, audience }));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
