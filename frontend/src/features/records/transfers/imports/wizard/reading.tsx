import { useTranslation } from 'react-i18next';
import type { FileOut } from '@/api/gen/types.gen';
import { Checkbox } from '@/ui/checkbox';
import { Field } from '@/ui/field';
import { NativeSelect } from '@/ui/native-select';
import type { Reading } from './draft';

/** What a person may choose: Python's names on the wire, those people know them by on the page. */
const ENCODINGS: Record<string, string> = {
  'utf-8': 'UTF-8',
  'utf-16': 'UTF-16',
  cp1252: 'Windows-1252',
  'iso8859-1': 'ISO-8859-1',
  'iso8859-15': 'ISO-8859-15',
  mac_roman: 'Mac Roman',
  cp850: 'DOS 850',
  cp1250: 'Windows-1250',
  cp1251: 'Windows-1251',
  cp1253: 'Windows-1253',
  cp1254: 'Windows-1254',
  cp1255: 'Windows-1255',
  cp1256: 'Windows-1256',
  cp1257: 'Windows-1257',
  cp874: 'Windows-874',
  'koi8-r': 'KOI8-R',
  shift_jis: 'Shift JIS',
  euc_jp: 'EUC-JP',
  euc_kr: 'EUC-KR',
  gb18030: 'GB18030',
  big5: 'Big5',
};
const DELIMITERS = [',', ';', '\t', '|'];

type Props = { file: FileOut; onChange: (reading: Reading) => void };

/** How the file is read: what was found out, to be put right where it is wrong. */
export function ReadingForm({ file, onChange }: Props) {
  const { t } = useTranslation('records/transfers/imports');
  const table = file.format === 'csv' || file.format === 'tsv';
  const nameOf = (delimiter: string) =>
    DELIMITERS.includes(delimiter) ? t(`file.delimiters.${DELIMITERS.indexOf(delimiter) as 0 | 1 | 2 | 3}`) : delimiter;
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(12rem,1fr))] items-start gap-x-4 gap-y-3">
      <div className="flex flex-col gap-1 text-sm">
        <span className="font-medium">{t('file.format')}</span>
        <span className="flex min-h-control items-center">{t(`file.formats.${file.format as 'csv'}`)}</span>
      </div>
      {file.encoding && (
        <Field label={t('file.encoding')} description={file.encoding_certain ? undefined : t('file.encodingGuessed')}>
          <NativeSelect value={file.encoding} onChange={(event) => onChange({ encoding: event.target.value })}>
            {[...new Set([file.encoding, ...Object.keys(ENCODINGS)])].map((name) => (
              <option key={name} value={name}>
                {ENCODINGS[name] ?? name}
              </option>
            ))}
          </NativeSelect>
        </Field>
      )}
      {table && file.delimiter && (
        <Field label={t('file.delimiter')}>
          <NativeSelect value={file.delimiter} onChange={(event) => onChange({ delimiter: event.target.value })}>
            {[...new Set([file.delimiter, ...DELIMITERS])].map((delimiter) => (
              <option key={delimiter} value={delimiter}>
                {nameOf(delimiter)}
              </option>
            ))}
          </NativeSelect>
        </Field>
      )}
      {file.sheets.length > 1 && (
        <Field label={t('file.sheet')}>
          <NativeSelect value={file.sheet ?? ''} onChange={(event) => onChange({ sheet: event.target.value })}>
            {file.sheets.map((sheet) => (
              <option key={sheet} value={sheet}>
                {sheet}
              </option>
            ))}
          </NativeSelect>
        </Field>
      )}
      {(table || file.format === 'xlsx') && (
        <Field inline label={t('file.header')} className="self-center">
          <Checkbox checked={file.has_header} onCheckedChange={(has_header) => onChange({ has_header })} />
        </Field>
      )}
    </div>
  );
}
