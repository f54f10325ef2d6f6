/** Countries and their calling codes (ITU-T E.164), without territories that nobody writes to from a desk. */
const table =
  "AD376 AE971 AF93 AG1 AL355 AM374 AO244 AR54 AT43 AU61 AW297 AZ994 BA387 BB1 BD880 BE32 BF226 BG359 BH973 BI257 BJ229 " +
  "BN673 BO591 BR55 BS1 BT975 BW267 BY375 BZ501 CA1 CD243 CF236 CG242 CH41 CI225 CL56 CM237 CN86 CO57 CR506 CU53 CV238 " +
  "CW599 CY357 CZ420 DE49 DJ253 DK45 DM1 DO1 DZ213 EC593 EE372 EG20 ER291 ES34 ET251 FI358 FJ679 FR33 GA241 GB44 GD1 " +
  "GE995 GF594 GH233 GM220 GN224 GP590 GQ240 GR30 GT502 GW245 GY592 HK852 HN504 HR385 HT509 HU36 ID62 IE353 IL972 IN91 " +
  "IQ964 IR98 IS354 IT39 JM1 JO962 JP81 KE254 KG996 KH855 KM269 KN1 KR82 KW965 KZ7 LA856 LB961 LC1 LI423 LK94 LR231 " +
  "LS266 LT370 LU352 LV371 LY218 MA212 MC377 MD373 ME382 MG261 MK389 ML223 MM95 MN976 MO853 MQ596 MR222 MT356 MU230 " +
  "MV960 MW265 MX52 MY60 MZ258 NA264 NE227 NG234 NI505 NL31 NO47 NP977 NZ64 OM968 PA507 PE51 PF689 PG675 PH63 PK92 " +
  "PL48 PR1 PS970 PT351 PY595 QA974 RE262 RO40 RS381 RU7 RW250 SA966 SC248 SD249 SE46 SG65 SI386 SK421 SL232 SM378 " +
  "SN221 SO252 SR597 SS211 ST239 SV503 SY963 SZ268 TD235 TG228 TH66 TJ992 TL670 TM993 TN216 TR90 TT1 TW886 TZ255 UA380 " +
  "UG256 US1 UY598 UZ998 VA39 VC1 VE58 VN84 VU678 WS685 XK383 YE967 ZA27 ZM260 ZW263";

/** Each country with its calling code. */
export const callingCodes: ReadonlyMap<string, string> = new Map(
  table.split(" ").map((entry) => [entry.slice(0, 2), entry.slice(2)]),
);

/** Countries in which a zero at the beginning belongs to the number. */
const keepsZero: ReadonlySet<string> = new Set(["IT", "SM", "VA"]);

/** An area code and a number of a Brazilian mobile, with or without its ninth digit, or of a landline. */
const brazilian = /^[1-9]\d(9\d{8}|[2-9]\d{7})$/;

/**
 * The number that somebody typed, as WhatsApp writes it: digits with the country's code. What begins with + or 00 names its country
 * itself. Null where it cannot be a number.
 */
export function digitsOf(country: string, text: string): string | null {
  if (!/^[\d\s()+./-]+$/.test(text)) return null;
  const typed = text.replaceAll(/\D/g, "");
  const isInternational = /^\s*(\+|00)/.test(text);
  const code = callingCodes.get(country) ?? "";
  const whole = isInternational ? typed.replace(/^0+/, "") : `${code}${nationalOf(country, code, typed)}`;
  if (whole.startsWith("55")) return brazilian.test(whole.slice(2)) ? whole : null;
  return whole.length >= 8 && whole.length <= 15 ? whole : null;
}

/** A number without the zeros dialled before it, nor Brazil's code, which people often write without a +. */
function nationalOf(country: string, code: string, typed: string): string {
  const digits = keepsZero.has(country) ? typed : typed.replace(/^0+/, "");
  return country === "BR" && digits.length > 11 && digits.startsWith(code)
    ? digits.slice(code.length)
    : digits;
}
