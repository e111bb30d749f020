// Where text messages (SMS) go: a gateway that takes them by HTTP. The one place that knows its form.
// In development the simulator plays the gateway.

export interface Text {
  /** The same number may get a text again; the gateway tells two by this. */
  readonly id: string;
  /** A phone number as it is registered: 8 digits, or + and country code. */
  readonly to: string;
  readonly text: string;
}

export interface Texts {
  /** Hands one text over. Throws when it is not taken. */
  send(text: Text): Promise<void>;
}

/** How long the gateway may take to answer, ms. */
const PATIENCE = 10_000;

/** The gateway did not take a text; nothing of the text or its receiver is in the error. */
export class TextRefused extends Error {
  override readonly name = 'TextRefused';
}

/** The gateway at an address: one POST of JSON for each text; any 2xx means that it is taken. */
export function textGateway({ url, token }: { readonly url: string; readonly token: string | undefined }): Texts {
  return {
    async send(text) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(text),
        signal: AbortSignal.timeout(PATIENCE),
      });
      await response.body?.cancel();
      if (!response.ok) throw new TextRefused(`answered ${response.status}`);
    },
  };
}
