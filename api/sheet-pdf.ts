// Draws a sheet as a PDF: A4, black on white, a font made for weak eyes, tagged in reading order for screen readers.
// The words are not chosen here (domain/sheet.ts).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Sheet, SheetEntry, SheetPart } from '../domain/sheet.ts';
import { unbroken } from '../domain/sheet.ts';

/** Each is read once, some 50 kB. Atkinson Hyperlegible, SIL Open Font License: letters that are hard to mistake. */
const fontFile = (file: string): Buffer =>
  readFileSync(createRequire(import.meta.url).resolve(`@expo-google-fonts/atkinson-hyperlegible/${file}.ttf`));
let fonts: { readonly plain: Buffer; readonly bold: Buffer } | undefined;
const fontFiles = () => {
  fonts ??= {
    plain: fontFile('400Regular/AtkinsonHyperlegible_400Regular'),
    bold: fontFile('700Bold/AtkinsonHyperlegible_700Bold'),
  };
  return fonts;
};

const MM = 72 / 25.4;
const MARGIN = 18 * MM;
/** Room for the foot, above the lower margin. */
const FOOT = 12 * MM;
/** Sizes of the running text in points, tried in turn; smaller ones nobody reads who has just been ill. */
const SIZES = [12, 11, 10] as const;
const LARGEST = 11;

/**
 * The PDF of a sheet. One that belongs on one page is drawn smaller until it fits; when it does not, the next of `shorter`
 * is, which itself says what it leaves out. The last one is drawn in any case, on as many pages as it takes.
 */
export async function sheetPdf(sheet: Sheet, shorter: readonly Sheet[] = []): Promise<Buffer> {
  // Read when something is printed: a start of the API takes 0.2 s of a processor less without it.
  const { default: PDFDocument } = await import('pdfkit');
  const document = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + FOOT },
    pdfVersion: '1.7',
    tagged: true,
    lang: 'da-DK',
    displayTitle: true,
    bufferPages: true,
    info: { Title: sheet.title },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((done, failed) => {
    document.on('end', () => done());
    document.on('error', failed);
  });
  const { plain, bold } = fontFiles();
  document.registerFont('plain', plain);
  document.registerFont('bold', bold);
  const chosen = chosenOf(document, sheet, shorter);
  const pen = new Pen(document, chosen.size, 'draw');
  pen.sheet(chosen.sheet);
  pen.foot(chosen.sheet.foot, document.bufferedPageRange().count);
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

interface Chosen {
  readonly sheet: Sheet;
  readonly size: number;
}

/** The first that fits, in the largest size it fits in. */
function chosenOf(document: PDFKit.PDFDocument, sheet: Sheet, shorter: readonly Sheet[]): Chosen {
  if (sheet.pages === 'as-needed') return { sheet, size: LARGEST };
  const smallest = SIZES[SIZES.length - 1] ?? LARGEST;
  const fits = (one: Sheet, size: number): boolean => new Pen(document, size, 'measure').fits(one);
  const all = [sheet, ...shorter];
  const chosen = all.find((one) => fits(one, smallest));
  if (chosen === undefined) return { sheet: all[all.length - 1] ?? sheet, size: smallest };
  return { sheet: chosen, size: SIZES.find((size) => fits(chosen, size)) ?? smallest };
}

/** Numbers are not torn apart at the end of a line either. */
const kept = (text: string): string => unbroken(text).replaceAll(/(\d) (?=\d)/g, '$1\u00a0');

/** Puts words on paper, and each piece of them into the structure that a screen reader follows; or measures them only. */
class Pen {
  readonly #document: PDFKit.PDFDocument;
  readonly #size: number;
  /** Null: measured only. */
  readonly #root: PDFKit.PDFStructureElement | null;
  /** What is measured would go on to another page. */
  #over = false;

  constructor(document: PDFKit.PDFDocument, size: number, mode: 'draw' | 'measure') {
    this.#document = document;
    this.#size = size;
    this.#root = mode === 'draw' ? document.struct('Document') : null;
    if (this.#root !== null) document.addStructure(this.#root);
  }

  sheet({ title, about, parts }: Sheet): void {
    this.#words('H1', title, { bold: true, size: this.#size * 1.8 });
    for (const line of about) this.#words('P', line, { size: this.#size * 1.15 });
    for (const part of parts) this.#part(part);
    this.#root?.end();
  }

  /** Whether all of it is on the first page; measures, and leaves the page as it was. */
  fits(sheet: Sheet): boolean {
    const { y } = this.#document;
    this.sheet(sheet);
    const ends = this.#document.y;
    this.#document.y = y;
    return !this.#over && ends <= this.#bottom();
  }

  /** At the bottom of every page: no part of what is read aloud. */
  foot(text: string, pages: number): void {
    const document = this.#document;
    for (let page = 0; page < pages; page += 1) {
      document.switchToPage(page);
      const { height } = document.page;
      // Text below the margin would begin a new page.
      document.page.margins.bottom = 0;
      const numbered = pages === 1 ? text : `${text} Side\u00a0${page + 1}\u00a0af\u00a0${pages}.`;
      document.markContent('Artifact', { type: 'Pagination' });
      document.font('plain').fontSize(9);
      document.text(numbered, MARGIN, height - MARGIN - FOOT / 2, { width: this.#width() });
      document.endMarkedContent();
    }
  }

  #part({ heading, framed, entries }: SheetPart): void {
    const document = this.#document;
    const inset = framed === true ? this.#size * 0.7 : 0;
    document.y += this.#size * 0.8;
    const [page, top] = [document.bufferedPageRange().count, document.y];
    document.y += inset;
    this.#words('H2', heading, { bold: true, size: this.#size * 1.3, inset });
    for (const entry of entries) this.#entry(entry, inset);
    document.y += inset;
    // A frame over two pages would close around nothing.
    if (framed === true && document.bufferedPageRange().count === page) this.#frame(top, document.y);
  }

  #entry({ head, details }: SheetEntry, inset: number): void {
    this.#document.y += this.#size * 0.3;
    // No head alone at the end of a page.
    this.#keep(3);
    this.#words('P', head, { bold: true, inset });
    for (const line of details) this.#words('P', line, { inset });
  }

  /** Begins a new page when fewer than so many lines are left of this one. */
  #keep(lines: number): void {
    if (this.#document.y + lines * this.#size * 1.3 <= this.#bottom()) return;
    if (this.#root === null) this.#over = true;
    else this.#document.addPage();
  }

  #bottom(): number {
    const { page } = this.#document;
    return page.height - page.margins.bottom;
  }

  #words(
    tag: 'H1' | 'H2' | 'P',
    text: string,
    { bold = false, size = this.#size, inset = 0 }: { bold?: boolean; size?: number; inset?: number } = {},
  ): void {
    const document = this.#document;
    const words = kept(text);
    const options = { width: this.#width() - 2 * inset, lineGap: size * 0.12 };
    document.font(bold ? 'bold' : 'plain').fontSize(size);
    if (this.#root === null) {
      document.y += document.heightOfString(words, options);
      return;
    }
    const element = document.struct(tag, {}, () => {
      document.text(words, MARGIN + inset, document.y, options);
    });
    this.#root.add(element);
  }

  #frame(top: number, bottom: number): void {
    const document = this.#document;
    if (this.#root === null) return;
    document.markContent('Artifact', { type: 'Layout' });
    document
      .lineWidth(1.5)
      .rect(MARGIN, top, this.#width(), bottom - top)
      .stroke('black');
    document.endMarkedContent();
  }

  #width(): number {
    return this.#document.page.width - 2 * MARGIN;
  }
}
