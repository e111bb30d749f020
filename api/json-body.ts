// Reads JSON bodies and nothing else: in UTF-8, whole, and free of what no part of this service can take (json-text.ts).
// A request without a body needs no type.
import type { RequestHandler } from 'express';
import express from 'express';
import { Problem } from './errors.ts';
import { faultsInJson } from './json-text.ts';

/** Largest body; texts of a plan fit in many times. */
const LARGEST_BODY = '256kb';

const readBytes = express.raw({ type: 'application/json', limit: LARGEST_BODY });

/**
 * Puts the parsed body at `request.body`; undefined when there is none.
 *
 * Ends in {Problem} `unsupported-media-type`, `too-large`, `bad-json`, `bad-input`
 */
export const jsonBody: RequestHandler = (request, response, next) => {
  const empty = request.get('content-length') === '0';
  if (!empty && request.is('application/json') === false) throw new Problem('unsupported-media-type');
  readBytes(request, response, (error?: unknown) => {
    if (error !== undefined) return next(error);
    const bytes: unknown = request.body;
    try {
      request.body = bytes instanceof Buffer && bytes.length > 0 ? parsed(bytes) : undefined;
      next();
    } catch (fault) {
      next(fault);
    }
  });
};

/** JSON is UTF-8 (RFC 8259 8.1); a byte that is none would else be kept as a character nobody wrote. */
function parsed(bytes: Buffer): unknown {
  const text = decoded(bytes);
  const value = parsedText(text);
  const errors = faultsInJson(text);
  if (errors.length > 0) throw new Problem('bad-input', { errors });
  return value;
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem('bad-json');
  }
}

function parsedText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('bad-json');
  }
}
