import type * as z from 'zod';
import type { API } from '../api.ts';
import type { Route } from '../route.ts';

type Intersection<Union> = (Union extends unknown ? (one: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

/** Every row of the API by its id, of whichever capability. */
export type Rows = Intersection<(typeof API)[keyof typeof API]>;
export type RouteId = keyof Rows;
export type Row<Id extends RouteId> = Rows[Id] extends infer R extends Route ? R : never;

/** What each row is called by. */
export type Calls = { readonly [Id in RouteId]: `${Row<Id>['method']} ${Row<Id>['path']}` };

/** A list may be sent as it is; the client writes it with commas. */
type Sent<Value> = Value extends readonly (infer Element)[] ? readonly Element[] : Value;

/** Whether a part may be left out as a whole. */
type IsOptional<Value> = Record<never, never> extends Value ? true : false;

type Shape<Schema extends z.ZodObject> = {
  readonly [Name in keyof z.input<Schema>]: Sent<z.output<Schema>[Name & keyof z.output<Schema>]>;
};

/** A query as a program writes it: what the schema reads from text, where defaults may be left out. */
type Query<Schema> = Schema extends z.ZodObject
  ? {
      readonly [Name in keyof Shape<Schema>]: undefined extends z.input<Schema>[Name & keyof z.input<Schema>]
        ? Shape<Schema>[Name] | undefined
        : Shape<Schema>[Name];
    }
  : never;

/** A part of a call: left out where the row has none, optional where everything in it is. */
type Part<Name extends string, Value> = [Value] extends [never]
  ? unknown
  : IsOptional<Value> extends true
    ? { readonly [Key in Name]?: Value }
    : { readonly [Key in Name]: Value };

type Input<Schema> = Schema extends z.ZodType ? z.input<Schema> : never;

/** A row that changes what has a version already. */
type ChangesVersion<R extends Route> = R extends { readonly versioned: true }
  ? R['method'] extends 'GET'
    ? false
    : R['status'] extends 201
      ? false
      : true
  : false;

/** What any call may say. */
export interface CallOptions {
  /** Ends the call, its waits included; it then fails with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that the call may take with all its repeats; the client's own where left out. */
  readonly deadlineMs?: number | undefined;
}

interface KeyedOptions {
  /** One for all repeats of the call; made by the client where left out. */
  readonly idempotencyKey?: string | undefined;
}

interface MatchedOptions {
  /** The ETag of an answer, or a version: the call fails with 412 if the record is at another. */
  readonly ifMatch?: string | number | undefined;
}

interface AskingOptions {
  /** The `written` of earlier replies: the answer knows of it for certain. */
  readonly after?: string | readonly string[] | undefined;
}

/** A row that is answered from the columnar copy. */
type AsksCopy<R extends Route> = 'search.preparing' extends NonNullable<R['errors']>[number] ? true : false;

/** What a call of a row is given. */
export type Call<R extends Route> = Part<'params', Input<R['params']>> &
  Part<'query', Query<R['query']>> &
  (R['body'] extends z.ZodType ? { readonly body: z.input<R['body']> } : unknown) &
  CallOptions &
  (R['method'] extends 'POST' ? KeyedOptions : unknown) &
  (AsksCopy<R> extends true ? AskingOptions : unknown) &
  (ChangesVersion<R> extends true ? MatchedOptions : unknown);

type Data<R extends Route> = R['response'] extends z.ZodType ? z.output<R['response']> : undefined;

/** What is left of an answer when only some of its fields are asked for. */
type Chosen<Value> = Value extends readonly (infer Element)[]
  ? readonly Chosen<Element>[]
  : Value extends object
    ? { readonly [Name in keyof Value]?: Chosen<Value[Name]> }
    : Value;

/** What a call of a row gives. */
export interface Reply<R extends Route, Body = Data<R>> {
  readonly data: Body;
  readonly status: R['status'];
  /** The version of the record in quotes, for `ifMatch`. */
  readonly etag: string | undefined;
  /** The stored answer of an earlier call with the same key was given. */
  readonly replayed: boolean;
  /** What was written that can be searched: a question is to bring it along as `after`. */
  readonly written: string | undefined;
  readonly headers: Headers;
}

/** Paths with dots, through objects and lists, of the fields that the answer is to have. */
interface ChoiceOfFields {
  readonly fields: readonly [string, ...string[]];
}

/** A row that reads can be asked for some fields of its answer. */
type Choosing<R extends Route> = R extends { readonly method: 'GET'; readonly response: z.ZodType }
  ? (call: Call<R> & ChoiceOfFields) => Promise<Reply<R, Chosen<Data<R>>>>
  : unknown;

/** A row as a method: where nothing has to be said, it may be called with nothing. */
type Method<R extends Route> = Choosing<R> &
  (IsOptional<Call<R>> extends true
    ? (call?: Call<R>) => Promise<Reply<R>>
    : (call: Call<R>) => Promise<Reply<R>>);

/** One method for each row, by its id. */
export type ApiClient = { readonly [Id in RouteId]: Method<Row<Id>> };
