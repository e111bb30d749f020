// The routes of finished-treatment days: those of a case, and a municipality's statement of a month in three formats.
// Read only; what is wrong in them is put right by an action on its case.
import { Router } from 'express';
import { callerOf } from '../auth.ts';
import { methodNotAllowed } from '../error-handler.ts';
import { Problem } from '../errors.ts';
import type { Service } from '../service.ts';
import { statementCsv, statementXlsx } from '../statement-files.ts';
import { payableOf, statementOf } from '../statements.ts';

export const statementTypes = {
  json: 'application/json',
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

export function statementRoutes(service: Service): Router {
  const router = Router();

  router
    .route('/discharges/:id/payable-days')
    .get(async (request, response) => {
      response.json(await payableOf(service, callerOf(request), request.params.id, request.query));
    })
    .all(methodNotAllowed('GET'));

  router
    .route('/statements')
    .get(async (request, response) => {
      const wanted = request.accepts(Object.values(statementTypes));
      response.vary('Accept');
      if (wanted === false) throw new Problem('not-acceptable', { allowed: Object.values(statementTypes) });
      const statement = await statementOf(service, callerOf(request), request.query);
      const name = `faerdigbehandlede-${statement.municipality.code}-${statement.month}`;
      switch (wanted) {
        case statementTypes.csv:
          response.attachment(`${name}.csv`).type('text/csv; charset=utf-8').send(statementCsv(statement));
          break;
        case statementTypes.xlsx:
          response
            .attachment(`${name}.xlsx`)
            .type(statementTypes.xlsx)
            .send(await statementXlsx(statement));
          break;
        default:
          response.json(statement);
      }
    })
    .all(methodNotAllowed('GET'));

  return router;
}
