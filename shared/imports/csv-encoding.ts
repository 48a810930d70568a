export type CsvEncoding = 'utf-8' | 'windows-1251';
