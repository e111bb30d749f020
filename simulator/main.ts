// The process that plays municipality, home nursing, acute unit and GP, and the message network between them.
// Environment: SIMULATOR_PORT, HOST, API_URL, MEDCOM_TOKEN (bearer token of the message network's system user).
import { startSimulator } from './server.ts';

const {
  SIMULATOR_PORT = '3100',
  HOST = '127.0.0.1',
  API_URL = 'http://127.0.0.1:3000',
  MEDCOM_TOKEN = '',
} = process.env;

try {
  const simulator = await startSimulator({
    host: HOST,
    port: Number(SIMULATOR_PORT),
    apiUrl: API_URL.replace(/\/+$/, ''),
    token: MEDCOM_TOKEN,
    say: (line) => console.log(`simulator: ${line}`),
  });
  console.log(`simulator: partners answer at ${simulator.url}`);
  const stop = (): void => {
    void simulator.close();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  console.error(isTaken ? `simulator: port ${SIMULATOR_PORT} (SIMULATOR_PORT) is taken` : error);
  process.exitCode = 1;
}
