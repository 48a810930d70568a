/** Files that an export may be, with what the web calls them. */
export const EXPORT_FORMATS = {
  csv: { contentType: 'text/csv; charset=utf-8', extension: '.csv' },
  xlsx: {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    extension: '.xlsx',
  },
} as const;

export type ExportFormat = keyof typeof EXPORT_FORMATS;
