import * as z from 'zod';
import { dictionaryNameSchema } from '../platform/dictionary.ts';
import { operatorsOf } from './bind-test.ts';
import { operatorSchema } from './filter.ts';
import type { FieldDefinition, ObjectDefinition } from './object.ts';
import { OBJECT_NAMES, OBJECTS } from './objects.ts';

const labelSchema = z.strictObject({ ru: z.string(), en: z.string() });

const fieldSchema = z
  .strictObject({
    name: z.string(),
    label: labelSchema,
    type: z.enum(['text', 'code', 'number', 'money', 'instant', 'day', 'boolean', 'id']),
    list: z.boolean().meta({ description: 'Whether it has several values' }),
    operators: z.array(operatorSchema),
    options: z
      .array(z.strictObject({ value: z.string(), label: labelSchema }))
      .optional()
      .meta({ description: 'All that it may be' }),
    dictionary: dictionaryNameSchema
      .optional()
      .meta({ description: 'The dictionary whose entries it names' }),
    of: z.string().optional().meta({ description: 'Whose id it is: another object, `users` or `teams`' }),
  })
  .meta({ id: 'SearchField', description: 'A field and what may be asked of it' });

const relationSchema = z
  .strictObject({
    name: z.string(),
    label: labelSchema,
    to: z.string().meta({ description: 'The object that it leads to' }),
    many: z.boolean().meta({ description: 'false: it leads to one record, whose fields a path may name' }),
  })
  .meta({ id: 'SearchRelation', description: 'A way from one object to another' });

export const objectsSchema = z
  .strictObject({
    objects: z.array(
      z.strictObject({
        name: z.string(),
        label: labelSchema,
        fields: z.array(fieldSchema),
        relations: z.array(relationSchema),
        shown: z.array(z.string()).meta({ description: 'The fields shown where a question names none' }),
        fullText: z.boolean().meta({ description: 'Whether `q` looks for words in it' }),
      }),
    ),
  })
  .meta({ id: 'SearchObjects', description: 'Everything that can be searched' });

/** What the API tells of everything that can be searched. */
export const searchObjects = (): z.input<typeof objectsSchema> => ({
  objects: OBJECT_NAMES.map((name) => told(OBJECTS[name])),
});

const told = ({ name, label, fields, relations, shown, fullText }: ObjectDefinition) => ({
  name,
  label,
  fields: Object.entries(fields).map(([field, definition]) => toldField(field, definition)),
  relations: Object.entries(relations).map(([relation, definition]) => ({
    name: relation,
    label: definition.label,
    to: definition.to,
    many: definition.ours === undefined,
  })),
  shown: [...shown],
  fullText: fullText !== undefined,
});

function toldField(name: string, field: FieldDefinition) {
  const { label, type, list = false, options, dictionary, of } = field;
  return {
    name,
    label,
    type,
    list,
    operators: [...operatorsOf(field)],
    ...(options && { options: Object.entries(options).map(([value, named]) => ({ value, label: named })) }),
    ...(dictionary && { dictionary }),
    ...(of && { of }),
  };
}
