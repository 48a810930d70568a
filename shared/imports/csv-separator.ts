export type CsvSeparator = ',' | ';' | '\t';
