// Draws a sheet as a PDF: A4, black on white, a font made for weak eyes, tagged in reading order for screen readers.
// The words are not chosen here (domain/sheet.ts).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import type { Sheet, SheetEntry, SheetPart } from '../domain/sheet.ts';

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
/** Sizes of the running text in points that are tried in turn until a sheet of one page fits. */
const SIZES = [12, 11, 10, 9, 8, 7] as const;
const LARGEST = 11;

/** The PDF of a sheet. One that belongs on one page is drawn smaller until it fits; words are never left out. */
export async function sheetPdf(sheet: Sheet): Promise<Buffer> {
  if (sheet.pages === 'as-needed') return (await drawn(sheet, LARGEST)).pdf;
  const smaller = SIZES.slice(1);
  let tried = await drawn(sheet, SIZES[0]);
  for (const size of smaller) {
    if (tried.pages === 1) break;
    tried = await drawn(sheet, size);
  }
  return tried.pdf;
}

interface Drawn {
  readonly pdf: Buffer;
  readonly pages: number;
}

async function drawn(sheet: Sheet, size: number): Promise<Drawn> {
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
  const pen = new Pen(document, size);
  pen.sheet(sheet);
  const pages = document.bufferedPageRange().count;
  pen.foot(sheet.foot, pages);
  document.end();
  await ended;
  return { pdf: Buffer.concat(chunks), pages };
}

/** Puts words on paper, and each piece of them into the structure that a screen reader follows. */
class Pen {
  readonly #document: PDFKit.PDFDocument;
  readonly #size: number;
  readonly #root: PDFKit.PDFStructureElement;

  constructor(document: PDFKit.PDFDocument, size: number) {
    this.#document = document;
    this.#size = size;
    this.#root = document.struct('Document');
    document.addStructure(this.#root);
  }

  sheet({ title, about, parts }: Sheet): void {
    this.#words('H1', title, { bold: true, size: this.#size * 1.8 });
    for (const line of about) this.#words('P', line, { size: this.#size * 1.15 });
    for (const part of parts) this.#part(part);
    this.#root.end();
  }

  /** At the bottom of every page: no part of what is read aloud. */
  foot(text: string, pages: number): void {
    const document = this.#document;
    for (let page = 0; page < pages; page += 1) {
      document.switchToPage(page);
      const { height } = document.page;
      // Text below the margin would begin a new page.
      document.page.margins.bottom = 0;
      const numbered = pages === 1 ? text : `${text} Side ${page + 1} af ${pages}.`;
      document.markContent('Artifact', { type: 'Pagination' });
      document.font('plain').fontSize(8);
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
    const { page, y } = this.#document;
    if (y + lines * this.#size * 1.3 > page.height - page.margins.bottom) this.#document.addPage();
  }

  #words(
    tag: 'H1' | 'H2' | 'P',
    text: string,
    { bold = false, size = this.#size, inset = 0 }: { bold?: boolean; size?: number; inset?: number } = {},
  ): void {
    const document = this.#document;
    const element = document.struct(tag, {}, () => {
      document.font(bold ? 'bold' : 'plain').fontSize(size);
      document.text(text, MARGIN + inset, document.y, { width: this.#width() - 2 * inset, lineGap: size * 0.12 });
    });
    this.#root.add(element);
  }

  #frame(top: number, bottom: number): void {
    const document = this.#document;
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
