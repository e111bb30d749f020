// Plays the gateway for text messages (SMS): keeps what it is given, so that whoever tries the service can read a code.
// Like a phone network it gives the same text once only, by its id.

export type SentText = { readonly id: string; readonly to: string; readonly text: string };

export class TextGateway {
  readonly #texts = new Map<string, SentText>();

  /** What was taken, or what is wrong with it. */
  take(body: unknown): SentText | string {
    const member = (name: string): unknown =>
      typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
    const [id, to, text] = ['id', 'to', 'text'].map(member);
    if (typeof id !== 'string' || typeof to !== 'string' || typeof text !== 'string')
      return 'id, to and text are texts';
    if (!/^(?:\d{8}|\+\d{8,15})$/.test(to)) return 'no such number';
    if (text.length > 300) return 'longer than two texts';
    const taken = { id, to, text };
    this.#texts.set(id, taken);
    return taken;
  }

  /** All texts, the newest last. */
  get all(): readonly SentText[] {
    return [...this.#texts.values()];
  }
}
