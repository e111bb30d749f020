// What a Node process really keeps: its heap after a collection, asked over the inspector it was started with.
// Resident memory also holds what the collector has not needed back yet, so it cannot tell a leak from room taken.
import { z } from 'zod';

const targets = z.array(z.looseObject({ webSocketDebuggerUrl: z.string() })).min(1);
const answered = z.looseObject({ id: z.number().optional(), result: z.looseObject({}).optional() });
const usage = z.looseObject({ usedSize: z.number() });

export interface Heap {
  /** MiB of live objects: everything that can be collected has been. */
  kept(): Promise<number>;
  close(): void;
}

/** The node option that lets a process be asked. */
export const inspected = (port: number): string => `--inspect=127.0.0.1:${port}`;

/** Speaks to a running process that was started with `inspected(port)`. */
export async function openHeap(port: number): Promise<Heap> {
  const [target] = targets.parse(await (await fetch(`http://127.0.0.1:${port}/json`)).json());
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
  await new Promise((opened, failed) => {
    socket.addEventListener('open', opened, { once: true });
    socket.addEventListener('error', failed, { once: true });
  });
  let last = 0;
  const call = (method: string): Promise<unknown> => {
    last += 1;
    const id = last;
    const answer = new Promise<unknown>((done) => {
      const hear = ({ data }: MessageEvent): void => {
        const told = answered.parse(JSON.parse(String(data)));
        if (told.id !== id) return;
        socket.removeEventListener('message', hear);
        done(told.result);
      };
      socket.addEventListener('message', hear);
    });
    socket.send(JSON.stringify({ id, method }));
    return answer;
  };
  await call('HeapProfiler.enable');
  return {
    async kept() {
      // Twice: what a finaliser lets go of is free only after the second.
      await call('HeapProfiler.collectGarbage');
      await call('HeapProfiler.collectGarbage');
      return usage.parse(await call('Runtime.getHeapUsage')).usedSize / (1024 * 1024);
    },
    close: () => socket.close(),
  };
}
