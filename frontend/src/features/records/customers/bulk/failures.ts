import Papa from 'papaparse';
import type { Failure } from './model';

/** The error file of a bulk edit: `customer_id,code,reason`. */
export function readFailures(file: string): Failure[] {
  const { data } = Papa.parse<Record<string, string>>(file, { header: true, skipEmptyLines: true });
  return data.flatMap(({ customer_id, code = '', reason = '' }) =>
    customer_id ? [{ customerId: customer_id, code, reason }] : [],
  );
}
