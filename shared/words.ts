/** Literal type of the words of a text: `Words<'AD AE'>` is `'AD' | 'AE'`. */
export type Words<
  Text extends string,
  Found extends string = never,
> = Text extends `${infer Word} ${infer Rest}` ? Words<Rest, Found | Word> : Found | Text;

/** A list of codes written as one text, so that a table of a standard stays readable, with its literal type. */
export function words<const Text extends string>(text: Text): Words<Text>[] {
  return text.split(' ') as Words<Text>[];
}
