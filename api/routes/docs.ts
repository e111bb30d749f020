// The API's description and its documentation page, served from here: nothing is fetched from elsewhere.
// Each type of problem has an address here too, where its type leads.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { RequestHandler } from 'express';
import { Router } from 'express';
import { methodNotAllowed } from '../error-handler.ts';
import { errorCodes, isErrorCode, Problem, problemBody } from '../errors.ts';

const page = `<!doctype html>
<html lang="da">
  <head>
    <meta charset="utf-8" />
    <title>Den gode udskrivelse: API</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="/docs/assets/swagger-ui.css" />
    <link rel="icon" href="/docs/assets/favicon-32x32.png" />
  </head>
  <body>
    <div id="api"></div>
    <script src="/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

// A file of its own, because the page's policy lets no script stand in the page itself.
const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', persistAuthorization: true });\n`;

/** Where Swagger UI's files are; undefined where only the product's own packages are installed. */
function assetsFolder(): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  } catch {
    return undefined;
  }
}

/** `description`: gives the API's description, JSON, when somebody asks for it. */
export function docsRoutes(description: () => string): Router {
  const router = Router();
  const folder = assetsFolder();
  const assets = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];
  const serve = (path: string, answer: RequestHandler): void => {
    router.route(path).get(answer).all(methodNotAllowed('GET'));
  };
  serve('/openapi.json', (_request, response) => {
    response.type('json').send(description());
  });
  serve('/docs', (_request, response) => {
    response.type('html').send(page);
  });
  serve('/docs/start.js', (_request, response) => {
    response.type('text/javascript').send(start);
  });
  if (folder !== undefined) {
    for (const asset of assets) {
      serve(`/docs/assets/${asset}`, (_request, response) => {
        response.sendFile(asset, { root: folder, maxAge: '1d' });
      });
    }
  }
  serve('/problems', (_request, response) => {
    response.json({ items: errorCodes.map((code) => problemBody(new Problem(code))), next: null });
  });
  serve('/problems/:code', (request, response) => {
    const { code } = request.params;
    if (typeof code !== 'string' || !isErrorCode(code)) throw new Problem('not-found');
    response.json(problemBody(new Problem(code)));
  });
  return router;
}
