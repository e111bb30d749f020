// The patient's view as plain pages: large text, one thing on each, no script, nothing from elsewhere. What is said in
// the plan comes from domain/patient-view.ts; here are only the few words around it.
import { createHash } from 'node:crypto';
import { clockWords, unbroken } from '../domain/sheet.ts';
import type { Problem } from './errors.ts';
import { errorKind } from './errors.ts';
import type { ShownPatientSheet } from './schemas/patient-view.ts';

const style = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #1a1a1a; font: 1.25rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main { max-width: 40rem; margin: 0 auto; padding: 1.5rem 1.25rem 3rem; overflow-wrap: break-word; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.4rem; line-height: 1.25; margin: 0 0 .75rem; }
p { margin: 0 0 1rem; }
section { margin: 2rem 0 0; }
section.framed { border: 3px solid #1a1a1a; border-radius: .5rem; padding: 1.1rem 1.1rem .3rem; }
ul { list-style: none; margin: 0; padding: 0; }
li { margin: 0 0 1.1rem; padding: 0 0 0 .9rem; border-left: 4px solid #8a8a8a; }
li p { margin: .15rem 0 0; }
.framed li { padding-left: 0; border-left: 0; }
.head { font-weight: 700; }
a { color: #003e8a; white-space: nowrap; }
label { display: block; font-weight: 700; margin: 0 0 .4rem; }
input { display: block; font: inherit; font-size: 1.75rem; letter-spacing: .2em; width: 100%; max-width: 12rem; padding: .5rem .7rem; border: 2px solid #1a1a1a; border-radius: .4rem; background: #fff; color: inherit; }
button { font: inherit; font-weight: 700; min-height: 3.25rem; padding: .6rem 1.4rem; margin: 1.25rem 0; border: 2px solid #003e8a; border-radius: .4rem; background: #003e8a; color: #fff; cursor: pointer; }
button.quiet { background: #fff; color: #003e8a; }
:focus-visible { outline: 4px solid #b35900; outline-offset: 3px; }
.problem { border-left: 8px solid #a30000; padding: .1rem 0 .1rem 1rem; margin: 0 0 1.5rem; }
.problem p { margin: 0 0 .4rem; }
footer { margin-top: 2.5rem; border-top: 1px solid #8a8a8a; padding-top: 1rem; }
@media print { form { display: none; } body { font-size: 12pt; } }
`;

/** For the page alone: nothing runs, nothing is fetched, forms go nowhere else. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const safe = (text: string): string => text.replaceAll(/[&<>"']/g, (mark) => marks[mark] ?? '');

/** A sentence, in which a time or a date is not torn apart at the end of a line. */
const sentence = (text: string): string => unbroken(safe(text));

/** With every telephone number as a link that rings. */
const ringable = (text: string): string =>
  sentence(text).replaceAll(
    /telefon (\+?\d[\d ]*\d)/g,
    (_all, number: string) => `telefon <a href="tel:${number.replaceAll(' ', '')}">${number}</a>`,
  );

/** An address under the link, whatever stands in it. */
const at = (link: string, more = ''): string => `/p/${safe(encodeURIComponent(link))}${more}`;

const page = (title: string, body: string): string =>
  `<!doctype html>
<html lang="da">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;

const form = (action: string, body: string, button: string, look = ''): string =>
  `<form method="post" action="${action}">${body}<button${look}>${safe(button)}</button></form>`;

const said = ({ code }: Problem): string => {
  const { title, meaning, contact } = errorKind(code);
  return `<div class="problem" id="problem" role="alert"><p class="head">${safe(title)}</p><p>${safe(meaning)}.</p><p>${safe(contact)}.</p></div>`;
};

/** The first page of a link: the same for every link, whether it exists or not. */
export const askPage = (link: string): string =>
  page(
    'Se din plan',
    `<h1>Se planen for, når du skal hjem</h1>
<p>Vi sender en kode på SMS til det telefonnummer, personalet har skrevet op. Koden viser, at det er dig.</p>
${form(at(link, '/code'), '', 'Send mig en kode')}
<p>Har du allerede en kode? <a href="${at(link, '/code')}">Skriv koden</a></p>`,
  );

/** Where the code is written; after a wrong one with what to do. */
export const codePage = (link: string, problem?: Problem): string =>
  page(
    problem === undefined ? 'Skriv koden' : `Fejl: ${errorKind(problem.code).title}`,
    `<h1>Skriv koden</h1>
${problem === undefined ? '' : said(problem)}
<p>Gælder dit link, er der sendt en kode på 6 tal. Det kan tage et par minutter.</p>
${form(
  at(link, '/session'),
  `<label for="code">Koden fra SMS</label><input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="10" required${problem === undefined ? '' : ' aria-invalid="true" aria-describedby="problem"'}>`,
  'Se planen',
)}
<p>Kom der ingen kode? <a href="${at(link)}">Få en ny</a>, eller ring til dem, der gav dig linket.</p>`,
  );

/** The plan. */
export const planPage = ({ title, about, parts, foot, until }: ShownPatientSheet): string =>
  page(
    title,
    `<h1>${safe(title)}</h1>
${about.map((line) => `<p>${sentence(line)}</p>`).join('\n')}
${parts.map(partOf).join('\n')}
<footer>
${foot.map((line) => `<p>${sentence(line)}</p>`).join('\n')}
<p>Siden lukker af sig selv ${sentence(clockWords(Date.parse(until)))}.</p>
${form('/p/end', '', 'Luk nu', ' class="quiet"')}
</footer>`,
  );

const partOf = ({ heading, framed, entries }: ShownPatientSheet['parts'][number]): string =>
  `<section${framed ? ' class="framed"' : ''}>
<h2>${safe(heading)}</h2>
<ul>
${entries.map(({ head, details }) => `<li><span class="head">${ringable(head)}</span>${details.map((line) => `<p>${ringable(line)}</p>`).join('')}</li>`).join('\n')}
</ul>
</section>`;

/** Whatever went wrong, in the words of the error table. */
export const problemPage = (problem: Problem): string =>
  page(errorKind(problem.code).title, `<h1>Se din plan</h1>\n${said(problem)}`);

export const closedPage = (): string =>
  page('Lukket', '<h1>Planen er lukket</h1>\n<p>Vil du se den igen, så brug dit link og bed om en ny kode.</p>');
