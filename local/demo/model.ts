import type * as z from 'zod';
import type { companyInputSchema, companyPatchSchema, RelationKind } from '../../shared/clients/company.ts';
import type { companyLinkInputSchema, contactInputSchema } from '../../shared/clients/contact.ts';
import type { loggedContactInputSchema } from '../../shared/clients/timeline.ts';
import type { TeamKey, UserKey } from './people.ts';

/**
 * The demo data before they are written: inputs of the API that name each other by place in their lists,
 * since ids are given by the product.
 */
export interface DemoData {
  readonly companies: readonly DemoCompany[];
  readonly contacts: readonly DemoContact[];
  readonly relations: readonly DemoRelation[];
  /** What lead sources cost, by id of the entry. */
  readonly costs: ReadonlyMap<string, readonly Cost[]>;
}

export type Cost = { from: string; to: string; cost: { amount: string; currency: string } };

/** Done by a user of the demo tenant at an instant that lies in the past. */
export interface Deed {
  readonly by: UserKey;
  readonly at: Date;
}

export type CompanyBody = z.input<typeof companyInputSchema>;
export type ContactBody = z.input<typeof contactInputSchema>;
export type PlaceBody = Omit<z.input<typeof companyLinkInputSchema>, 'companyId'>;
export type LoggedBody = z.input<typeof loggedContactInputSchema>;

export interface DemoCompany extends Deed {
  readonly team: TeamKey;
  readonly input: CompanyBody;
  /** What happened after, in the order in which it was written down. */
  readonly history: readonly Step[];
  readonly documents: readonly DemoDocument[];
}

/** A file attached to a card. */
export interface DemoDocument extends Deed {
  /** The place, in the history, of the entry that it belongs to. */
  readonly entry: number;
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

export interface DemoContact extends Deed {
  readonly team: TeamKey;
  readonly input: ContactBody;
  /** Places at companies, given by their place in the list of companies. */
  readonly places: readonly (PlaceBody & { readonly company: number })[];
}

/** `kind` is what the other company is to this one. */
export interface DemoRelation extends Deed {
  readonly company: number;
  readonly other: number;
  readonly kind: RelationKind;
  readonly note?: string;
}

/** One deed on a company's card. */
export type Step = Note | Logged | Changed | Left;

export interface Note extends Deed {
  readonly kind: 'note';
  readonly text: string;
  readonly occurredAt: Date;
  /** The person on whose own card it is written instead. */
  readonly onContact?: number;
  /** The place, in this history, of the entry that this one sets right. */
  readonly corrects?: number;
}

export interface Logged extends Deed {
  readonly kind: 'logged';
  readonly input: Omit<LoggedBody, 'occurredAt' | 'contactIds' | 'corrects'>;
  readonly occurredAt: Date;
  readonly contacts: readonly number[];
  readonly corrects?: number;
}

export interface Changed extends Deed {
  readonly kind: 'changed';
  readonly patch: z.input<typeof companyPatchSchema>;
}

/** A person left the company; the role is kept with its last day. */
export interface Left extends Deed {
  readonly kind: 'left';
  readonly contact: number;
  readonly to: string;
}
