// Where mails go: an SMTP server (smtp://, smtps://) or a folder that is a local mailbox (file://), by MAIL_URL.
// In the folder each mail is one .eml file, which any mail program opens.
import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTransport } from 'nodemailer';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Mailer {
  /** Hands one mail over. Throws when it is not taken. */
  send(mail: Mail): Promise<void>;
  close(): void;
}

const FROM = 'Den gode udskrivelse <no-reply@den-gode-udskrivelse.example>';
/** How long a mail server may take to answer, ms. */
const PATIENCE = 10_000;

/** The mailer of a process. `url`: smtp://, smtps:// or file:// with an absolute folder. Connects when it sends. */
export function openMailer(url: string): Mailer {
  return new URL(url).protocol === 'file:' ? mailbox(fileURLToPath(url)) : server(url);
}

function server(url: string): Mailer {
  const transport = createTransport({
    url,
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
  });
  return {
    async send(mail) {
      await transport.sendMail({ from: FROM, ...mail });
    },
    close: () => transport.close(),
  };
}

function mailbox(folder: string): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return {
    async send(mail) {
      const { message } = await transport.sendMail({ from: FROM, ...mail });
      if (!Buffer.isBuffer(message)) throw new Error('the mail was not made as a whole');
      await mkdir(folder, { recursive: true });
      const name = `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID().slice(0, 8)}`;
      // Whole under its name or not there: whoever watches the folder never reads half a mail.
      await writeFile(join(folder, `.${name}`), message);
      await rename(join(folder, `.${name}`), join(folder, `${name}.eml`));
    },
    close: () => transport.close(),
  };
}
