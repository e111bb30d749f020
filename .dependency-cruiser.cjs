// Which folder may import what: imports point one way (docs/add-a-step.md shows the picture). Run it with `npx depcruise .`
// The parser is swc: this tool does not know the TypeScript 7 compiler yet, and without swc it would not see type imports.

const npm = (name) => `(^|/)node_modules/${name}/`;
const contract = '^workflows/contract\\.ts$';
/** Key definitions only; the one file of `temporal` that workflows may see, since they set these attributes. */
const searchAttributes = '^temporal/search-attributes\\.ts$';

/**
 * Everything a folder may import besides itself. What is not listed is forbidden, node's own modules and npm packages too.
 * swc cannot tell a type import from a value import. Where only types may be seen (workflows of activities,
 * web of the API) test/house/type-imports.grit, run by the linter, watches the other half.
 */
const onlyThese = {
  domain: [npm('temporal-polyfill')],
  workflows: [
    '^domain/',
    '^activities/',
    searchAttributes,
    npm('@temporalio/(workflow|common)'),
    npm('temporal-polyfill'),
  ],
  web: ['^domain/', '^api/'],
};

/** The folders of ours that a folder may import besides itself. Packages and node's modules are free here. */
const ours = {
  store: ['^domain/'],
  medcom: ['^domain/'],
  temporal: ['^domain/', contract],
  rules: ['^domain/'],
  activities: ['^domain/', '^rules/', '^store/', '^medcom/'],
  worker: ['^domain/', '^rules/', '^workflows/', '^activities/', '^store/', '^medcom/', '^temporal/', '^config/'],
  api: ['^domain/', '^rules/', '^store/', '^medcom/', '^temporal/', '^config/', contract],
  config: [],
  simulator: [],
};

/** Not a folder of the project: npm packages, resolved inside or outside the checkout. */
const foreign = '(^|/)node_modules/';

module.exports = {
  forbidden: [
    ...Object.entries(onlyThese).map(([folder, allowed]) => ({
      name: `${folder}-imports`,
      severity: 'error',
      from: { path: `^${folder}/` },
      to: { pathNot: [`^${folder}/`, ...allowed] },
    })),
    ...Object.entries(ours).map(([folder, allowed]) => ({
      name: `${folder}-imports`,
      severity: 'error',
      from: { path: `^${folder}/` },
      to: { pathNot: [`^${folder}/`, ...allowed, foreign], dependencyTypesNot: ['core'] },
    })),
    {
      name: 'contract-imports',
      comment: 'The API sees the workflows by their contract only, so the contract must not draw the rest in.',
      severity: 'error',
      from: { path: contract },
      to: { pathNot: ['^domain/', npm('@temporalio/(workflow|common)')] },
    },
    {
      name: 'search-attributes-imports',
      comment: 'Workflows see this file, so it must not draw a connection into their bundle.',
      severity: 'error',
      from: { path: searchAttributes },
      to: { pathNot: [npm('@temporalio/common')] },
    },
    {
      name: 'config-by-processes',
      comment: 'The environment is read in one place, by the processes. Everything else is handed what it needs.',
      severity: 'error',
      from: { pathNot: '^(config|worker|api|dev|bench|test)/' },
      to: { path: '^config/' },
    },
    {
      name: 'no-product-to-tools',
      comment: 'The development environment, the simulator and the tests are outside the product.',
      severity: 'error',
      from: { path: '^(domain|workflows|activities|store|temporal|medcom|worker|api|web|config)/' },
      to: { path: '^(simulator|dev|test|bench|tools)/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: foreign },
    exclude: { path: '^(\\.git|\\.data|docs)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
