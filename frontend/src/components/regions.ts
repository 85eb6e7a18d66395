import type { Option } from '@/ui/combobox';

const CODES =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW';

const named = (codes: readonly string[], type: Intl.DisplayNamesType, language: string): Option[] => {
  const names = new Intl.DisplayNames([language], { type, fallback: 'code' });
  return codes
    .map((id) => ({ id, name: names.of(id) ?? id, hint: id }))
    .sort((a, b) => a.name.localeCompare(b.name, language));
};

/** ISO 3166-1 countries by their names in a language. */
export const countries = (language: string): Option[] => named(CODES.split(' '), 'region', language);

/** ISO 4217 currencies the browser knows. */
export const currencies = (language: string): Option[] =>
  named(Intl.supportedValuesOf('currency'), 'currency', language);

/** Zones of the IANA database; `Europe/Madrid` is found by either word. `UTC` is missing in some browsers' lists. */
export const timeZones = (): Option[] =>
  [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])].map((id) => ({ id, name: id.replaceAll('_', ' ') }));

const LOCALES = [
  'en',
  'en-GB',
  'en-US',
  'es',
  'es-ES',
  'es-MX',
  'ca',
  'de',
  'fr',
  'it',
  'nl',
  'pl',
  'pt',
  'pt-BR',
  'ro',
  'ar',
  'he',
  'ja',
  'zh-CN',
];

/** Languages for what the workspace writes, each in the reader's words. */
export const locales = (language: string): Option[] => named(LOCALES, 'language', language);

/** The chosen one, also when the list does not have it. */
export const chosen = (options: readonly Option[], id: string): Option | null =>
  options.find((option) => option.id === id) ?? (id ? { id, name: id } : null);
