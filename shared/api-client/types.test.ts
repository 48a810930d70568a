import { describe, expectTypeOf, test } from 'vitest';
import type * as z from 'zod';
import { type Call, createApiClient, type Reply, type Row } from '../api-client.ts';
import type { cardSchema } from '../clients/card.ts';
import type { companyInputSchema, companyViewSchema } from '../clients/company.ts';
import type { timelineKindSchema } from '../clients/timeline.ts';
import { API_CALLS } from './calls.ts';

const api = createApiClient({ baseUrl: 'https://crm.example', token: '' });

describe('the types of the client', () => {
  test('what is sent is what the schema takes, what comes is what it gives', () => {
    type Create = Parameters<typeof api.createCompany>[0];
    expectTypeOf<Create['body']>().toEqualTypeOf<z.input<typeof companyInputSchema>>();
    expectTypeOf<Create>().toHaveProperty('idempotencyKey');
    expectTypeOf<Create>().not.toHaveProperty('params');
    expectTypeOf<Create>().not.toHaveProperty('ifMatch');
    expectTypeOf<Awaited<ReturnType<typeof api.createCompany>>['data']>().toEqualTypeOf<
      z.output<typeof companyViewSchema>
    >();
    expectTypeOf<Reply<Row<'createCompany'>>['status']>().toEqualTypeOf<201>();
    expectTypeOf<Reply<Row<'readCard'>>['data']>().toEqualTypeOf<z.output<typeof cardSchema>>();
  });

  test('a row without parameters is called with nothing, one with them is not', () => {
    expectTypeOf(api.readMe).toBeCallableWith();
    expectTypeOf<[]>().toExtend<Parameters<typeof api.readMe>>();
    expectTypeOf<[]>().not.toExtend<Parameters<typeof api.readCompany>>();
    expectTypeOf(api.readCompany).toBeCallableWith({ params: { id: 'x' } });
    expectTypeOf<{ params: { ID: string } }>().not.toExtend<Call<Row<'readCompany'>>>();
  });

  test('a change has a body, may have a match and no key', () => {
    type Change = Call<Row<'changeCompany'>>;
    expectTypeOf<{ params: { id: string } }>().not.toExtend<Change>();
    expectTypeOf<Change['ifMatch']>().toEqualTypeOf<string | number | undefined>();
    expectTypeOf<Change>().not.toHaveProperty('idempotencyKey');
    expectTypeOf<Change['body']['website']>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<Call<Row<'restoreCompany'>>>().toHaveProperty('ifMatch');
    expectTypeOf<Call<Row<'readCompany'>>>().not.toHaveProperty('ifMatch');
  });

  test('a query is written with values, not with text', () => {
    type Query = NonNullable<Call<Row<'readCompanyTimeline'>>['query']>;
    expectTypeOf<Query['limit']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<Query['kind']>().toEqualTypeOf<readonly z.output<typeof timelineKindSchema>[] | undefined>();
    expectTypeOf<{ colour: string }>().not.toExtend<Query>();
    expectTypeOf<[]>().not.toExtend<Parameters<typeof api.readCompanyTimeline>>();
    expectTypeOf(api.readCompanyTimeline).toBeCallableWith({ params: { id: 'x' } });
  });

  test('what is chosen of an answer may be all that there is of it', () => {
    const choose = () => api.readCard({ params: { id: 'x' }, fields: ['company.name', 'contacts.jobTitle'] });
    type Card = Awaited<ReturnType<typeof choose>>['data'];
    expectTypeOf<Card['company']>().toExtend<{ readonly name?: string | undefined } | undefined>();
    expectTypeOf<{ readonly company: { readonly name: 'x' } }>().toExtend<Card>();
    expectTypeOf<Card>().not.toExtend<z.output<typeof cardSchema>>();
    expectTypeOf(api.changeCompany).parameter(0).not.toHaveProperty('fields');
    const readMany = () => api.readCompanies({ query: { ids: ['x', 'y'] } });
    expectTypeOf<Awaited<ReturnType<typeof readMany>>['data']['missing']>().toEqualTypeOf<string[]>();
    expectTypeOf(api.readCompanies).toBeCallableWith({ query: { 'status[eq]': 'customer' } });
  });

  test('what is removed gives nothing', () => {
    expectTypeOf<Reply<Row<'deleteCompany'>>['data']>().toEqualTypeOf<undefined>();
  });

  test('the table says what the rows say', () => {
    expectTypeOf(API_CALLS.createCompany).toEqualTypeOf<'POST /companies'>();
    expectTypeOf(API_CALLS.unlinkContact).toEqualTypeOf<'DELETE /companies/{id}/contacts/{linkId}'>();
    expectTypeOf(API_CALLS.noteOnContact).toEqualTypeOf<'POST /contacts/{id}/notes'>();
  });
});
