// `npm run temporal-server`: gets the Temporal program ready and prints its path.
// For steps of a build machine, and for people who want the CLI.
import { temporalProgram } from './temporal-program.ts';

const program = await temporalProgram((line) => console.error(line));
console.log(program.path);
