// Asks the machine for ports: whether one is free, or for any free one.
// The answer holds only for a moment; who starts the server must still cope with losing the race.
import { createServer } from 'node:net';

/** A port that somebody else uses; the message names the variable to set. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/** What needs a port, and the environment variable that chooses it. */
export interface PortNeed {
  readonly port: number;
  readonly variable: string;
  readonly what: string;
}

/** @throws {PortTaken} naming every port of `needs` that is taken on this machine, or wanted twice. */
export async function portsMustBeFree(needs: readonly PortNeed[]): Promise<void> {
  const problems: string[] = [];
  for (const [index, need] of needs.entries()) {
    const other = needs.slice(0, index).find(({ port }) => port === need.port);
    if (other) problems.push(`${need.variable} and ${other.variable} are both ${need.port}; they must differ.`);
    else if (!(await isFree(need.port))) {
      problems.push(
        `Port ${need.port} for ${need.what} is taken. Stop what uses it, or choose another: ` +
          `${need.variable}=${need.port + 10_000 < 65_536 ? need.port + 10_000 : need.port - 10_000} npm start`,
      );
    }
  }
  if (problems.length > 0) throw new PortTaken(problems.join('\n'));
}

/** `count` different ports that are free now. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  return Promise.all(servers.map((server) => server.release()));
}

async function isFree(port: number): Promise<boolean> {
  try {
    await (await listen(port)).release();
    return true;
  } catch {
    return false;
  }
}

function listen(port: number): Promise<{ release: () => Promise<number> }> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      done({ release: () => new Promise((released) => server.close(() => released(bound))) });
    });
  });
}
