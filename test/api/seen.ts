// What the tests look at in answers of the API: the members they name, of cases, tasks, problems and lists alike.
// Whether a member is there is what a test finds out; nothing is promised by its standing here.

interface Named {
  readonly id: string;
  readonly name: string;
}

interface Problem {
  readonly type: string;
  readonly title: string;
}

export interface Seen extends Problem {
  readonly id: string;
  readonly kind: string;
  readonly stage: string;
  readonly state: string;
  readonly outcome: string;
  readonly version: number;
  readonly status: string;
  readonly location: string;
  readonly dischargeId: string;
  readonly items: readonly Seen[];
  readonly counts: unknown;
  readonly next: string;
  readonly problem: Problem;
  readonly about: {
    readonly problems: readonly string[];
    readonly problem?: string;
    readonly step?: string;
    readonly submission?: string;
    readonly message?: string;
    readonly services?: readonly string[];
  };
  // of a case
  readonly hospitalUnit: Named;
  readonly patient: { readonly cpr: string };
  readonly links: { readonly self: string; readonly previous: string | null; readonly next: string | null };
  readonly plan: {
    readonly version: number;
    readonly lines: readonly { readonly field: string }[];
    readonly changes: readonly { readonly field: string }[];
  };
  readonly services: readonly { readonly state: string }[];
  readonly allowedActions: readonly { readonly name: string }[];
  readonly bed: { readonly state: string };
  readonly notified: unknown;
  readonly responsibility: unknown;
  readonly threads: unknown;
  readonly mark: unknown;
  readonly received: readonly unknown[];
  readonly tasks: readonly {
    readonly kind: string;
    readonly lines: readonly { readonly label: string }[];
    readonly answer: { readonly fields: unknown } | null;
  }[];
  readonly parties: readonly Named[];
  readonly gp: { readonly letterSentAt: string | null; readonly top: unknown };
  readonly extended: unknown;
  readonly finished: unknown;
  readonly stay: unknown;
  readonly leftAt: string | null;
  readonly responsible: { readonly ground: string };
  readonly documents: readonly {
    readonly kind: string;
    readonly state: string;
    readonly version: number | null;
  }[];
  readonly messages: readonly { readonly id: string; readonly kind: string; readonly state: string }[];
  readonly timeline: readonly {
    readonly fact: string;
    readonly text: string;
    readonly by: Named;
    readonly codes: { readonly how?: string };
    readonly note: string | null;
    readonly submission: string | null;
    readonly learntAt: string;
  }[];
  readonly openedAt: string;
  // of a task
  readonly due: string;
  readonly reminders: number;
  readonly unit: string;
  readonly answers: readonly { readonly code: string; readonly example: Readonly<Record<string, unknown>> }[];
  readonly answer: { readonly byName: string };
  readonly lines: readonly { readonly label: string; readonly text: string }[];
  // of a problem
  readonly errors: readonly { readonly path: string }[];
  readonly missing: readonly { readonly code: string }[];
  readonly allowed: readonly string[];
  readonly stageLabel: string;
  readonly answeredBy: string;
  readonly claimedBy: string;
  // of a consent, and of a link to the patient's view
  readonly purpose: { readonly code: string };
  readonly path: string;
  // of the clock
  readonly now: string;
  readonly nextDue: string;
  readonly ticked: number;
  // of the API's description
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Record<string, unknown>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}
