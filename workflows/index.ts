// The workflow types a worker hosts, as one entry for the bundle; their names are what the Temporal UI shows.
// Everything else in this folder is a part of one of them.
export { correction } from './correction.ts';
export { discharge } from './discharge.ts';
export { placeRequest } from './place-request.ts';
