// An API that is ready at once, for tests of `npm start`.
// `GET /pid` gives its own process id, everything else what it was told by environment.
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  if (request.url === '/readyz') response.end('ready');
  else if (request.url === '/pid') response.end(String(process.pid));
  else response.end(JSON.stringify(process.env));
});
server.listen(Number(process.env.PORT), '127.0.0.1');
