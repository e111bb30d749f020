// What must not be found in the files of this project, as functions from a file to its faults.
// clean.test.ts tries each of them on a bad sample and then runs them over everything that git tracks.

/** One tracked file: its path relative to the project, and its text. */
export type SourceFile = { readonly path: string; readonly text: string };

/** A fault: where, and what is wrong there. */
export type Fault = { readonly where: string; readonly fault: string };

export type Finder = (file: SourceFile) => Fault[];

/** Longest file that still reads in one go. */
const maxLines = 350;

const codeFolders =
  /^(?:domain|workflows|activities|store|temporal|medcom|worker|api|web|config|simulator|dev|test|bench|tools)\//;
const code = /\.(?:ts|mts|js|mjs|cjs|css)$/;
const lockFile = /(?:^|\/)(?:package-lock\.json|go\.sum)$/;
const publicHosts = new Set(['registry.npmjs.org', 'proxy.golang.org']);

/** MedCom's published test persons (reference: medcom.dk, list of test CPR numbers). Never to be used in production. */
export const publishedTestCprs: ReadonlySet<string> = new Set([
  '2509479989',
  '2509479996',
  '0201919990',
  '0201609995',
  '0201609996',
  '0504909995',
  '0504909989',
  '0201919996',
  '0201919995',
  '0108589995',
  '0108629996',
  '0104909995',
  '1509819996',
  '2311143995',
  '3001749995',
  '2103009996',
]);

/** Applies `check` to every line; the text it returns is the fault. */
function byLine(check: (line: string) => string | undefined): Finder {
  return ({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const fault = check(line);
      return fault === undefined ? [] : [{ where: `${path}:${index + 1}`, fault }];
    });
}

/** Paths of one machine: they mean nothing anywhere else. A test may speak of the temporary folder, nothing else may. */
export const machinePaths: Finder = (file) => {
  const everywhere = /(?:^|[^\w.])\/(?:work|root|home)\//;
  const temporary = /(?:^|[^\w.])\/tmp\//;
  const isTest = file.path.startsWith('test/');
  return byLine((line) =>
    everywhere.test(line) || (!isTest && temporary.test(line)) ? 'a path of one machine' : undefined,
  )(file);
};

/** Addresses of package registries other than the public ones, which a clone elsewhere could not reach. */
export const registryHosts: Finder = byLine((line) => {
  const address = /(?:"resolved":|registry|GOPROXY)["']?\s*[=:]?\s*["']?(?:git\+)?(?:https?|ssh):\/\/([\w.-]+)/i.exec(
    line,
  )?.[1];
  return address === undefined || publicHosts.has(address) ? undefined : `a registry of its own: ${address}`;
});

/** Ten digits that begin with a date and are not a published test person (no modulus 11: it no longer holds). */
export const cprNumbers: Finder = (file) => {
  if (lockFile.test(file.path)) return [];
  const candidate = /(?<![\w/+=.-])(\d{2})(\d{2})(\d{2})[- ]?(\d{4})(?![\w/+=-])/g;
  return byLine((line) => {
    for (const [whole, day, month] of line.matchAll(candidate)) {
      const digits = whole.replace(/\D/g, '');
      const isDate = Number(day) >= 1 && Number(day) <= 31 && Number(month) >= 1 && Number(month) <= 12;
      if (isDate && !publishedTestCprs.has(digits)) return 'looks like a CPR number, and is no published test person';
    }
    return undefined;
  })(file);
};

/** Holes in the types that neither compiler nor linter refuses by themselves. */
export const typeHoles: Finder = (file) => {
  if (!/\.m?ts$/.test(file.path)) return [];
  const hole =
    /@ts-(?:ignore|nocheck|expect-error)|\bas\s+unknown\s+as\b|\bas\s+any\b|:\s*any\b(?=\s*[,;)=[{]|$)|\bas\s+never\b/;
  return byLine((line) => (hole.test(line) ? 'a hole in the types' : undefined))(file);
};

/** Files longer than a person reads in one go. */
export const longFiles: Finder = ({ path, text }) => {
  const lines = text.trimEnd().split('\n').length;
  return code.test(path) && lines > maxLines ? [{ where: path, fault: `${lines} lines, at most ${maxLines}` }] : [];
};

/** Code files that do not open with two comment lines saying what they are for. */
export const missingOpening: Finder = ({ path, text }) => {
  if (!codeFolders.test(path) || !code.test(path)) return [];
  const [first = '', second = ''] = text.replace(/^#!.*\n/, '').split('\n');
  const opens = first.startsWith('//') && second.startsWith('//');
  const opensBlock = /^\/\*\*?\s*\S/.test(first) && /^\s*\*?\s*[^\s/]/.test(second);
  return opens || opensBlock ? [] : [{ where: path, fault: 'does not open with two comment lines' }];
};
