// Temporal's log lines through our own logger, so that a process has one log in one form.
// Workflow and activity ids are in them; arguments and results never are.
import type { Logger as SdkLogger } from '@temporalio/worker';
import type { Logger } from 'pino';

export function sdkLogger(log: Logger): SdkLogger {
  const sdk: SdkLogger = {
    log: (level, message, meta) => {
      switch (level) {
        case 'TRACE':
          return log.trace(meta ?? {}, message);
        case 'DEBUG':
          return log.debug(meta ?? {}, message);
        case 'INFO':
          return log.info(meta ?? {}, message);
        case 'WARN':
          return log.warn(meta ?? {}, message);
        case 'ERROR':
          return log.error(meta ?? {}, message);
      }
    },
    trace: (message, meta) => sdk.log('TRACE', message, meta),
    debug: (message, meta) => sdk.log('DEBUG', message, meta),
    info: (message, meta) => sdk.log('INFO', message, meta),
    warn: (message, meta) => sdk.log('WARN', message, meta),
    error: (message, meta) => sdk.log('ERROR', message, meta),
  };
  return sdk;
}
